"""Appointments, the desk's side: weeks, availability, closing days, calendar feed."""

from __future__ import annotations

from datetime import date, datetime, time

from service.types import Language
from service.views import (
    Availability,
    AvailabilityException,
    ClosingDay,
    DeskAppointment,
)


class Agenda:
    """``by`` is the acting counsellor."""

    async def between(
        self, start: datetime, end: datetime, counsellor_id: int | None = None
    ) -> tuple[DeskAppointment, ...]:
        """Appointments that begin in [start, end), all statuses, by time."""
        raise NotImplementedError

    async def day(
        self, day: date, counsellor_id: int | None = None
    ) -> tuple[DeskAppointment, ...]:
        """A local day in Brussels."""
        raise NotImplementedError

    async def week(
        self, monday: date, counsellor_id: int | None = None
    ) -> tuple[DeskAppointment, ...]:
        """Seven local days."""
        raise NotImplementedError

    async def get(self, appointment_id: int) -> DeskAppointment:
        """Raises NotFound."""
        raise NotImplementedError

    async def confirm(self, by: int, appointment_id: int) -> None:
        """pending → confirmed; the visitor is told in the conversation while it exists."""
        raise NotImplementedError

    async def move(self, by: int, appointment_id: int, slot_id: str) -> None:
        """To another free slot, of any counsellor; told in the conversation. Raises SlotTaken."""
        raise NotImplementedError

    async def cancel(self, by: int, appointment_id: int, message: str = "") -> None:
        """Told in the conversation, with the counsellor's message if there is one."""
        raise NotImplementedError

    async def mark(self, by: int, appointment_id: int, came: bool) -> None:
        """After the hour: came, or missed."""
        raise NotImplementedError

    async def book(
        self, by: int, conversation_id: str, slot_id: str, theme: str | None = None
    ) -> DeskAppointment:
        """Book for the visitor of a conversation; he gets the code there. Raises SlotTaken."""
        raise NotImplementedError

    async def availability(
        self, counsellor_id: int | None = None
    ) -> tuple[Availability, ...]:
        """Weekly times."""
        raise NotImplementedError

    async def add_availability(
        self,
        by: int,
        counsellor_id: int,
        weekday: int,
        starts: time,
        ends: time,
        *,
        length: int = 45,
        pause: int = 15,
        place: str = "centre",
        languages: tuple[str, ...] = (),
        themes: tuple[str, ...] = (),
    ) -> Availability:
        """Raises BadRequest (ends before it starts, no room for one appointment, overlap)."""
        raise NotImplementedError

    async def remove_availability(self, by: int, availability_id: int) -> None:
        """Appointments already made stay."""
        raise NotImplementedError

    async def exceptions(
        self, counsellor_id: int | None = None
    ) -> tuple[AvailabilityException, ...]:
        """Coming ones, by day."""
        raise NotImplementedError

    async def add_exception(
        self,
        by: int,
        counsellor_id: int,
        day: date,
        starts: time | None = None,
        ends: time | None = None,
    ) -> AvailabilityException:
        """Away on a day or a part of it."""
        raise NotImplementedError

    async def remove_exception(self, by: int, exception_id: int) -> None:
        """Back again."""
        raise NotImplementedError

    async def closing_days(self, start: date, end: date) -> tuple[ClosingDay, ...]:
        """Public holidays and own days in [start, end]."""
        raise NotImplementedError

    async def add_closing_day(self, by: int, day: date, fr: str, nl: str) -> None:
        """To the own list."""
        raise NotImplementedError

    async def remove_closing_day(self, by: int, day: date) -> None:
        """From the own list."""
        raise NotImplementedError

    async def feed_token(self, counsellor_id: int, *, renew: bool = False) -> str:
        """The secret of the counsellor's calendar address. ``renew`` makes the old one useless."""
        raise NotImplementedError

    async def feed(self, token: str, language: Language = "fr") -> bytes:
        """The counsellor's calendar as .ics. Raises NotFound."""
        raise NotImplementedError
