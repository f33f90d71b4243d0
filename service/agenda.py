"""Appointments, the desk's side: days and weeks, confirming, moving, cancelling, the feed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from service.agendaviews import desk_appointments, desk_view, spoken
from service.appointments import move_row
from service.audit import audit_line
from service.booking import local_midnight, new_appointment, take_slot
from service.calendars import counsellor_calendar
from service.codes import new_code, normal
from service.core import Core
from service.errors import BadRequest, NotFound, NotYours, SlotTaken
from service.events import DESK, Event
from service.facts import better, conversation_fact
from service.keys import new_token
from service.messages import append, held_with_talk, locked
from service.queue import open_row
from service.redaction import redact
from service.settings import Settings
from service.snapshot import place_name
from service.timetable import Timetable
from service.types import Language, Reply
from service.views import DeskAppointment
from service.wording import say
from store.errors import Conflict
from store.models import AppointmentRow, ConversationRow, CounsellorRow

_FEED_PAST = timedelta(days=30)


class Agenda(Timetable):
    """``by`` is the acting counsellor. Weekly times and closing days are in ``Timetable``."""

    def __init__(self, core: Core, settings: Settings) -> None:
        super().__init__(core)
        self._settings = settings

    async def between(
        self, start: datetime, end: datetime, counsellor_id: int | None = None
    ) -> tuple[DeskAppointment, ...]:
        """Appointments that begin in [start, end), all statuses, by time."""
        query = desk_appointments().where(
            AppointmentRow.starts_at >= start, AppointmentRow.starts_at < end
        )
        if counsellor_id is not None:
            query = query.where(AppointmentRow.counsellor_id == counsellor_id)
        async with self._core.read() as session:
            found = await session.execute(query.order_by(AppointmentRow.starts_at))
            return tuple(desk_view(row, name) for row, name in found)

    async def day(self, day: date, counsellor_id: int | None = None) -> tuple[DeskAppointment, ...]:
        """A local day in Brussels."""
        return await self.between(
            local_midnight(day), local_midnight(day + timedelta(days=1)), counsellor_id
        )

    async def week(
        self, monday: date, counsellor_id: int | None = None
    ) -> tuple[DeskAppointment, ...]:
        """Seven local days."""
        return await self.between(
            local_midnight(monday), local_midnight(monday + timedelta(days=7)), counsellor_id
        )

    async def get(self, appointment_id: int) -> DeskAppointment:
        """Raises NotFound."""
        async with self._core.read() as session:
            found = (
                await session.execute(
                    desk_appointments().where(AppointmentRow.id == appointment_id)
                )
            ).first()
        if found is None:
            raise NotFound("no such appointment")
        return desk_view(*found)

    async def confirm(self, by: int, appointment_id: int) -> None:
        """pending → confirmed; the visitor is told in the conversation while it exists."""
        async with self._core.write() as session:
            row = await self._held(session, appointment_id, ("pending",))
            row.status = "confirmed"
            await self._say(session, row, "appointment.confirmed")
            session.add(audit_line(self._core, by, "confirm_appointment", row.id))
        await self._tell(row)

    async def move(self, by: int, appointment_id: int, slot_id: str) -> None:
        """To another free slot, of any counsellor; told in the conversation. Raises SlotTaken."""
        try:
            async with self._core.write() as session:
                row = await self._held(session, appointment_id, ("pending", "confirmed"))
                await move_row(self._core, session, self._settings, row, slot_id)
                await self._say(session, row, "appointment.moved")
                session.add(audit_line(self._core, by, "move_appointment", row.id))
        except Conflict:
            raise SlotTaken("somebody was quicker") from None
        await self._tell(row)

    async def cancel(self, by: int, appointment_id: int, message: str = "") -> None:
        """Told in the conversation, with the counsellor's message if there is one."""
        async with self._core.write() as session:
            row = await self._held(session, appointment_id, ("pending", "confirmed"))
            row.status = "cancelled"
            await self._say(session, row, "appointment.cancelled", message)
            session.add(audit_line(self._core, by, "cancel_appointment", row.id))
        await self._tell(row)

    async def mark(self, by: int, appointment_id: int, came: bool) -> None:
        """After the hour: came, or missed. Raises BadRequest before it."""
        async with self._core.write() as session:
            row = await self._held(
                session, appointment_id, ("pending", "confirmed", "came", "missed")
            )
            if row.starts_at > self._core.now():
                raise BadRequest("not yet")
            row.status = "came" if came else "missed"
            session.add(audit_line(self._core, by, f"appointment_{row.status}", row.id))
        await self._tell(row)

    async def book(
        self, by: int, conversation_id: str, slot_id: str, theme: str | None = None
    ) -> DeskAppointment:
        """Book for the visitor of a conversation; he gets the code there. Raises SlotTaken, and
        NotYours when a colleague talks with him."""
        settings, code = await self._settings.get(), new_code()
        try:
            async with self._core.write() as session:
                conversation = await locked(session, conversation_id)
                talk = await open_row(session, conversation_id)
                if talk is not None and talk.counsellor_id not in (None, by):
                    raise NotYours("a colleague has the conversation")
                free_time = await take_slot(self._core, session, settings, slot_id)
                row = new_appointment(
                    self._core,
                    settings,
                    free_time,
                    code=normal(code) or "",
                    language=conversation.language or "fr",
                    theme=theme,
                    channel=conversation.channel,
                    conversation_id=conversation_id,
                )
                session.add(row)
                await session.flush()
                fact = await conversation_fact(session, conversation, self._core.now())
                fact.booked = True
                better(fact, "booked")
                await self._say(session, row, "appointment.booked", code=code)
                session.add(audit_line(self._core, by, "book_appointment", row.id))
        except Conflict:
            raise SlotTaken("somebody was quicker") from None
        await self._tell(row)
        return await self.get(row.id)

    async def feed_token(self, counsellor_id: int, *, renew: bool = False) -> str:
        """The secret of the counsellor's calendar address. ``renew`` makes the old one useless."""
        async with self._core.write() as session:
            row = await session.get(CounsellorRow, counsellor_id, with_for_update=True)
            if row is None:
                raise NotFound("no such counsellor")
            if row.feed_secret is not None and not renew:
                return self._core.keys.decrypt(row.feed_secret)
            token = new_token()
            row.feed_secret = self._core.keys.encrypt(token)
            row.feed_hash = self._core.keys.hash("feed", token)
            session.add(audit_line(self._core, counsellor_id, "renew_feed", row.id))
            return token

    async def feed(self, token: str, language: Language | None = None) -> bytes:
        """The counsellor's calendar as .ics, in the language of his interface unless given.

        Raises NotFound.
        """
        settings, now = await self._settings.get(), self._core.now()
        async with self._core.read() as session:
            counsellor = await session.scalar(
                select(CounsellorRow).where(
                    CounsellorRow.feed_hash.in_(self._core.keys.hashes("feed", token)),
                    CounsellorRow.active,
                )
            )
            if counsellor is None:
                raise NotFound("no such calendar")
            rows = await session.scalars(
                select(AppointmentRow)
                .where(
                    AppointmentRow.counsellor_id == counsellor.id,
                    AppointmentRow.starts_at > now - _FEED_PAST,
                    AppointmentRow.status != "cancelled",
                )
                .order_by(AppointmentRow.starts_at)
            )
            spoken_language = language or counsellor.interface_language
            return counsellor_calendar(rows.all(), spoken_language, settings, now)

    async def _held(
        self, session: AsyncSession, appointment_id: int, statuses: tuple[str, ...]
    ) -> AppointmentRow:
        """The appointment, held with its conversation."""
        row, _ = await held_with_talk(session, AppointmentRow, appointment_id)
        if row is None:
            raise NotFound("no such appointment")
        if row.status not in statuses:
            raise BadRequest(row.status)
        return row

    async def _say(
        self,
        session: AsyncSession,
        row: AppointmentRow,
        key: str,
        message: str = "",
        code: str | None = None,
    ) -> None:
        """Tell the visitor in the conversation, while it exists."""
        if row.conversation_id is None:
            return
        conversation = await session.get(ConversationRow, row.conversation_id, with_for_update=True)
        if conversation is None:
            return
        settings = await self._settings.get()
        words = say(
            key,
            row.language,
            when=spoken(row.starts_at, row.language),
            place=place_name(row.place, row.language, settings),
        )
        if message.strip():
            words = f"{words}\n\n{redact(message.strip())}"
        reply = Reply(
            words,
            row.language,
            kind="code" if code else "notice",
            author="system",
            secrets={"code": code} if code else {},
        )
        append(self._core, session, conversation, (reply,))

    async def _tell(self, row: AppointmentRow) -> None:
        event = Event("appointment", row.conversation_id, data={"id": row.id})
        await self._core.bus.publish(event, *(() if row.conversation_id else (DESK,)))
        if row.conversation_id is not None:
            async with self._core.read() as session:
                conversation = await session.get(ConversationRow, row.conversation_id)
            if conversation is not None:
                event = Event("message", conversation.id, conversation.last_seq)
                await self._core.bus.publish(event)
