"""Appointments, the visitor's side: free slots, and one's own by code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.agendaviews import ICS_PURPOSE, visitor_view
from service.booking import Wish, free_slots, new_appointment, take_slot
from service.calendars import visitor_calendar
from service.codes import new_code, normal
from service.core import Core
from service.errors import NotFound, SlotTaken, Throttled
from service.events import DESK, Event
from service.settings import Settings
from service.snapshot import opened_by
from service.throttle import CodeThrottle
from service.types import Language
from service.views import Slot, VisitorAppointment
from store.errors import Conflict
from store.models import AppointmentRow, LeftMessageRow


class Appointments:
    """A code opens an appointment. Wrong codes are throttled per ``client`` (any key of the
    caller, for example the keyed hash of his address prefix) and as a whole; unknown, past and
    cancelled give the same NotFound."""

    def __init__(self, core: Core, settings: Settings, throttle: CodeThrottle) -> None:
        self._core = core
        self._settings = settings
        self._throttle = throttle

    async def slots(
        self,
        language: Language | None = None,
        theme: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int = 200,
        counsellor_id: int | None = None,
    ) -> tuple[Slot, ...]:
        """Free times, soonest first, within notice and horizon. ``place`` is "centre", "remote"
        or a counsellor's own words: ``service.snapshot.place_name`` says it to people."""
        settings = await self._settings.get()
        wish = Wish(language, theme, start, end, counsellor_id)
        async with self._core.read() as session:
            return await free_slots(self._core, session, settings, wish, limit)

    async def find(self, code: str, client: str) -> VisitorAppointment:
        """Raises NotFound, Throttled."""
        settings = await self._settings.get()
        async with self._core.read() as session:
            row = await self._appointment(session, code, client)
            return visitor_view(self._core, row, settings)

    async def book(
        self, slot_id: str, language: Language, theme: str | None = None, channel: str = "web"
    ) -> tuple[VisitorAppointment, str]:
        """Book outside a conversation; gives the code, which is told once. Raises SlotTaken."""
        settings, code = await self._settings.get(), new_code()
        try:
            async with self._core.write() as session:
                free_time = await take_slot(self._core, session, settings, slot_id)
                row = new_appointment(
                    self._core,
                    settings,
                    free_time,
                    code=normal(code) or "",
                    language=language,
                    theme=theme,
                    channel=channel,
                    conversation_id=None,
                )
                session.add(row)
                await session.flush()
        except Conflict:
            raise SlotTaken("somebody was quicker") from None
        await self._tell(row)
        return visitor_view(self._core, row, settings), code

    async def move(self, code: str, slot_id: str, client: str) -> VisitorAppointment:
        """To another free slot; the code stays. Raises NotFound, Throttled, SlotTaken."""
        settings = await self._settings.get()
        try:
            async with self._core.write() as session:
                row = await self._appointment(session, code, client)
                await move_row(self._core, session, self._settings, row, slot_id)
        except Conflict:
            raise SlotTaken("somebody was quicker") from None
        await self._tell(row)
        return visitor_view(self._core, row, settings)

    async def cancel(self, code: str, client: str) -> None:
        """Raises NotFound, Throttled."""
        async with self._core.write() as session:
            row = await self._appointment(session, code, client)
            row.status = "cancelled"
        await self._tell(row)

    async def ics(self, signed: str, language: Language | None = None) -> bytes:
        """The calendar file of ``VisitorAppointment.ics_path_token``. Raises NotFound."""
        try:
            appointment_id = self._core.keys.verify(ICS_PURPOSE, signed, self._core.now())
        except ValueError:
            raise NotFound("no such calendar file") from None
        settings = await self._settings.get()
        async with self._core.read() as session:
            row = await session.get(AppointmentRow, int(appointment_id))
        if row is None:
            raise NotFound("no such calendar file")
        return visitor_calendar(row, settings, self._core.now())

    async def read_left_message(self, code: str, client: str) -> str | None:
        """The answer to a message left; None while there is none. Raises NotFound, Throttled."""
        async with self._core.read() as session:
            found = await self._opened(session, code, client)
        if not isinstance(found, LeftMessageRow):
            raise NotFound("unknown code")
        return found.reply

    async def _appointment(self, session: AsyncSession, code: str, client: str) -> AppointmentRow:
        found = await self._opened(session, code, client)
        if not isinstance(found, AppointmentRow):
            raise NotFound("unknown code")
        return found

    async def _opened(
        self, session: AsyncSession, code: str, client: str
    ) -> AppointmentRow | LeftMessageRow:
        wait = self._throttle.wait(client)
        if wait > 0:
            raise Throttled(wait)
        plain = normal(code)
        found = await opened_by(self._core, session, plain) if plain else None
        if found is None:
            self._throttle.wrong(client)
            raise NotFound("unknown code")
        return found

    async def _tell(self, row: AppointmentRow) -> None:
        if row.conversation_id is None:
            await self._core.bus.publish(Event("appointment", data={"id": row.id}), DESK)
        else:
            event = Event("appointment", row.conversation_id, data={"id": row.id})
            await self._core.bus.publish(event)


async def move_row(
    core: Core, session: AsyncSession, settings: Settings, row: AppointmentRow, slot_id: str
) -> None:
    """Put an appointment on another free slot. Raises SlotTaken, Conflict.

    Its own time does not stand in the way of the new one.
    """
    status = row.status
    row.status = "cancelled"
    await session.flush()
    free_time = await take_slot(core, session, await settings.get(), slot_id)
    row.counsellor_id = free_time.offer.counsellor_id
    row.starts_at, row.ends_at = free_time.starts_at, free_time.ends_at
    row.place = free_time.offer.place
    row.status, row.reminded_at = status, None
    await session.flush()
