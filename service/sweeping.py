"""The sweep: nobody waits unseen. Run every half minute or so; harmless when run twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.agendaviews import spoken
from service.core import Core
from service.elsewhere import Elsewhere
from service.events import Event
from service.messages import append, held_with_talk
from service.ownwords import waiting_choices
from service.queue import open_row
from service.settings import DeskSettings, Settings
from service.snapshot import place_name
from service.types import Reply
from service.windows import BY_HAND
from service.wording import say
from store.models import AppointmentRow, ConversationRow, CounsellorRow, HandoverRow

# Platforms let us write unasked for 24 hours after the person's last message.
_UNASKED = timedelta(hours=24)


class Sweep:
    """Waiting visitors, counsellors who are gone, reminders."""

    def __init__(self, core: Core, settings: Settings) -> None:
        self._core = core
        self._settings = settings
        self._elsewhere = Elsewhere(core)

    async def run(self) -> None:
        """Once over everything."""
        settings = await self._settings.get()
        await self._back_to_queue(settings)
        await self._elsewhere.give_back()
        await self._offer_others(settings)
        await self._remind(settings)

    async def _back_to_queue(self, settings: DeskSettings) -> None:
        """Conversations of counsellors who are gone wait again, where they stood in the line."""
        before = self._core.now() - timedelta(minutes=settings.gone_minutes)
        query = (
            select(HandoverRow.conversation_id)
            .join(CounsellorRow, CounsellorRow.id == HandoverRow.counsellor_id)
            .where(
                HandoverRow.closed_at.is_(None),
                HandoverRow.claimed_at < before,
                (CounsellorRow.seen_at.is_(None)) | (CounsellorRow.seen_at < before),
            )
        )
        for conversation_id in await self._ids(query):
            await self._one_back(conversation_id, before)

    async def _one_back(self, conversation_id: str, before: datetime) -> None:
        async with self._core.write() as session:
            conversation = await session.get(ConversationRow, conversation_id, with_for_update=True)
            row = await open_row(session, conversation_id)
            if conversation is None or row is None or row.counsellor_id is None:
                return
            counsellor = await session.get(CounsellorRow, row.counsellor_id)
            if counsellor is not None and counsellor.seen_at and counsellor.seen_at >= before:
                return
            row.counsellor_id = row.claimed_at = None
            row.offered_at = self._core.now()
            conversation.owner = "waiting"
            conversation.version += 1
            self._offer(session, conversation, "queue.counsellor_gone")
            seq = conversation.last_seq
        await self._tell(conversation_id, seq)

    async def _offer_others(self, settings: DeskSettings) -> None:
        """Who waits too long may wait, book or go on with the assistant: asked once."""
        before = self._core.now() - timedelta(minutes=settings.unclaimed_minutes)
        query = select(HandoverRow.conversation_id).where(
            HandoverRow.closed_at.is_(None),
            HandoverRow.counsellor_id.is_(None),
            HandoverRow.offered_at.is_(None),
            HandoverRow.created_at < before,
        )
        for conversation_id in await self._ids(query):
            await self._offer_one(conversation_id)

    async def _offer_one(self, conversation_id: str) -> None:
        async with self._core.write() as session:
            conversation = await session.get(ConversationRow, conversation_id, with_for_update=True)
            row = await open_row(session, conversation_id)
            if conversation is None or row is None or row.counsellor_id or row.offered_at:
                return
            row.offered_at = self._core.now()
            self._offer(session, conversation, "queue.still_waiting")
            seq = conversation.last_seq
        await self._tell(conversation_id, seq)

    async def _remind(self, settings: DeskSettings) -> None:
        """In the conversation, while it exists and its channel lets us write unasked."""
        now = self._core.now()
        query = select(AppointmentRow.id).where(
            AppointmentRow.status == "confirmed",
            AppointmentRow.reminded_at.is_(None),
            AppointmentRow.conversation_id.is_not(None),
            AppointmentRow.starts_at > now,
            AppointmentRow.starts_at < now + timedelta(hours=settings.reminder_hours),
            AppointmentRow.created_at < now - timedelta(hours=settings.reminder_hours / 2),
        )
        for appointment_id in await self._ids(query):
            await self._remind_one(appointment_id, settings)

    async def _remind_one(self, appointment_id: int, settings: DeskSettings) -> None:
        async with self._core.write() as session:
            row, conversation = await held_with_talk(session, AppointmentRow, appointment_id)
            if row is None or row.reminded_at is not None or conversation is None:
                return
            row.reminded_at = self._core.now()
            if not _may_remind(conversation, self._core.now()):
                return
            words = say(
                "appointment.reminder",
                row.language,
                when=spoken(row.starts_at, row.language),
                place=place_name(row.place, row.language, settings),
            )
            reply = Reply(words, row.language, kind="notice", author="system")
            append(self._core, session, conversation, (reply,))
            seq = conversation.last_seq
        await self._core.bus.publish(Event("message", conversation.id, seq))

    def _offer(self, session: AsyncSession, conversation: ConversationRow, key: str) -> None:
        language = conversation.language or "fr"
        reply = Reply(
            say(key, language),
            language,
            kind="notice",
            author="system",
            choices=waiting_choices(language),
        )
        append(self._core, session, conversation, (reply,))

    async def _ids(self, query: Select[tuple[Any]]) -> list[Any]:
        async with self._core.read() as session:
            return list(await session.scalars(query))

    async def _tell(self, conversation_id: str, seq: int) -> None:
        await self._core.bus.publish(Event("message", conversation_id, seq))
        await self._core.bus.publish(Event("state", conversation_id))
        await self._core.bus.publish(Event("queue", conversation_id))


def _may_remind(conversation: ConversationRow, now: datetime) -> bool:
    if conversation.channel not in BY_HAND:
        return True
    last = conversation.last_visitor_at
    return last is not None and now - last < _UNASKED
