"""Appointments, the visitor's side: free slots, and one's own by code."""

from __future__ import annotations

from datetime import datetime

from service.types import Language
from service.views import Slot, VisitorAppointment


class Appointments:
    """A code opens an appointment. Wrong codes are throttled per ``client`` (any key of the
    caller, for example the keyed hash of his address prefix) and as a whole; unknown, past and
    cancelled give the same NotFound."""

    async def slots(
        self,
        language: Language | None = None,
        theme: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int = 200,
    ) -> tuple[Slot, ...]:
        """Free times, soonest first, within notice and horizon."""
        raise NotImplementedError

    async def find(self, code: str, client: str) -> VisitorAppointment:
        """Raises NotFound, Throttled."""
        raise NotImplementedError

    async def book(
        self, slot_id: str, language: Language, theme: str | None, channel: str = "web"
    ) -> tuple[VisitorAppointment, str]:
        """Book outside a conversation; gives the code, which is told once. Raises SlotTaken."""
        raise NotImplementedError

    async def move(self, code: str, slot_id: str, client: str) -> VisitorAppointment:
        """To another free slot; the code stays. Raises NotFound, Throttled, SlotTaken."""
        raise NotImplementedError

    async def cancel(self, code: str, client: str) -> None:
        """Raises NotFound, Throttled."""
        raise NotImplementedError

    async def ics(self, signed: str, language: Language) -> bytes:
        """The calendar file of ``VisitorAppointment.ics_path_token``. Raises NotFound."""
        raise NotImplementedError

    async def read_left_message(self, code: str, client: str) -> str | None:
        """The answer to a message left; None while there is none. Raises NotFound, Throttled."""
        raise NotImplementedError
