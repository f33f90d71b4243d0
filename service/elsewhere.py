"""A human answered outside Azimut: in the Page Inbox, another app, or the WhatsApp Business app.

The bot must then be silent there. The conversation counts as with a counsellor, though with none
of ours, until the thread comes back or nobody has answered there for half a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.events import Event
from service.queue import close_handover, open_row
from store.models import ConversationRow, HandoverRow

REASON = "elsewhere"
SILENCE = timedelta(hours=12)  # after the last answer given elsewhere


class Elsewhere:
    """Pauses the bot and lets it go on. Nothing is said to the visitor."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def answered(self, channel: str, account: str, person: str, at: datetime) -> bool:
        """Somebody answered there. False when we know no conversation with this person."""
        async with self._core.write(brief=True) as session:
            conversation = await self._find(session, channel, account, person)
            if conversation is None:
                return False
            await self._note(session, conversation, at)
            conversation.owner = "counsellor"
            conversation.version += 1
            event = Event("state", conversation.id, data={"owner": conversation.owner})
        await self._core.bus.publish(event)
        return True

    async def returned(self, channel: str, account: str, person: str) -> bool:
        """The thread is ours again: the bot goes on. False when it was not elsewhere."""
        async with self._core.write(brief=True) as session:
            conversation = await self._find(session, channel, account, person)
            if conversation is None or not await self._is_elsewhere(session, conversation):
                return False
            event = _back_to_bot(conversation)
        await self._core.bus.publish(event)
        return True

    async def give_back(self) -> int:
        """Where nobody has answered for half a day the bot goes on; how many."""
        last = (
            select(func.max(HandoverRow.closed_at))
            .where(HandoverRow.conversation_id == ConversationRow.id, HandoverRow.reason == REASON)
            .scalar_subquery()
        )
        still_open = exists().where(
            HandoverRow.conversation_id == ConversationRow.id, HandoverRow.closed_at.is_(None)
        )
        query = select(ConversationRow).where(
            ConversationRow.owner == "counsellor",
            ~still_open,
            last < self._core.now() - SILENCE,
        )
        async with self._core.read(brief=True) as session:
            if await session.scalar(query.limit(1)) is None:
                return 0
        async with self._core.write(brief=True) as session:
            rows = (await session.scalars(query.with_for_update())).all()
            events = [_back_to_bot(row) for row in rows]
        for event in events:
            await self._core.bus.publish(event)
        return len(events)

    async def _find(
        self, session: AsyncSession, channel: str, account: str, person: str
    ) -> ConversationRow | None:
        hashes = self._core.keys.hashes("person", f"{channel}:{person}")
        found: ConversationRow | None = await session.scalar(
            select(ConversationRow)
            .where(
                ConversationRow.channel == channel,
                ConversationRow.account == account,
                ConversationRow.person_hash.in_(hashes),
            )
            .with_for_update()
        )
        return found

    async def _note(
        self, session: AsyncSession, conversation: ConversationRow, at: datetime
    ) -> None:
        """A closed handover says when: an open one of ours is ended by it."""
        if await open_row(session, conversation.id) is not None:
            await close_handover(session, conversation, self._core.now(), REASON)
        last = await self._last(session, conversation)
        if last is not None and last.closed_at is not None:
            last.closed_at = max(last.closed_at, at)
            return
        session.add(
            HandoverRow(
                conversation_id=conversation.id,
                reason=REASON,
                urgent=False,
                summary="",
                read_seq=conversation.last_seq,
                created_at=at,
                claimed_at=at,
                first_reply_at=at,
                closed_at=at,
                outcome=REASON,
            )
        )

    async def _last(
        self, session: AsyncSession, conversation: ConversationRow
    ) -> HandoverRow | None:
        found: HandoverRow | None = await session.scalar(
            select(HandoverRow)
            .where(HandoverRow.conversation_id == conversation.id, HandoverRow.reason == REASON)
            .order_by(HandoverRow.id.desc())
            .limit(1)
        )
        return found

    async def _is_elsewhere(self, session: AsyncSession, conversation: ConversationRow) -> bool:
        return (
            conversation.owner == "counsellor"
            and await open_row(session, conversation.id) is None
            and await self._last(session, conversation) is not None
        )


def _back_to_bot(conversation: ConversationRow) -> Event:
    conversation.owner = "bot"
    conversation.version += 1
    return Event("state", conversation.id, data={"owner": "bot"})
