"""The inbox: every accepted message of a platform, once, until its turn is committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.errors import Busy
from service.keys import new_id
from service.redaction import redact
from service.types import Json
from service.worker import Worker
from store.errors import Conflict
from store.models import ConversationRow, InboxRow, SeenRow

# Accepted, and nothing follows: what was written stays as it was answered.
SILENT_KINDS = frozenset({"reaction", "edit", "deletion"})
_TRIES = 5


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a platform, in our words. The text is not redacted yet.

    ``person`` identifies the writer at the platform (business-scoped id, or else the number):
    only its keyed hash is kept. ``address`` is what a sender needs to write back: encrypted,
    deleted with the conversation.
    """

    channel: str  # "whatsapp" | "messenger"
    account: str  # our number id or page id
    person: str
    address: str
    platform_message_id: str
    at: datetime
    text: str | None = None
    choice: str | None = None  # the id of a choice that we issued
    # text, choice, reaction, edit, deletion, image, audio, video, document, sticker, location,
    # contacts, or anything else (answered as unsupported)
    kind: str = "text"
    language_hint: str | None = None
    data: Json = field(default_factory=dict)  # nothing personal; e.g. {"referral": true}


class Inbox:
    """Take in, exactly once."""

    def __init__(self, core: Core, worker: Worker) -> None:
        self._core = core
        self._worker = worker

    async def accept(self, message: InboundMessage) -> bool:
        """Redact, insert, commit. True if new; False for a redelivery (nothing happens).

        The turn is taken afterwards by the worker. Kinds that are no text get a useful answer
        in the visitor's language; reactions and deletions are accepted and change nothing.
        """
        return await self.accept_all([message]) == 1

    async def accept_all(self, messages: list[InboundMessage]) -> int:
        """``accept`` for a whole webhook in one commit; how many were new. Raises Busy."""
        for _ in range(_TRIES):
            try:
                async with self._core.write() as session:
                    taken = [await self._take_in(session, message) for message in messages]
                break
            except Conflict:
                continue  # another process took in the same message or person: look again
        else:
            raise Busy("others keep taking in the same")  # the platform delivers it again
        for conversation_id in {found for found in taken if found}:
            self._worker.wake(conversation_id)
        return sum(found is not None for found in taken)

    async def _take_in(self, session: AsyncSession, message: InboundMessage) -> str | None:
        """The conversation of a new message ("" when nothing follows); None when it was seen."""
        now = self._core.now()
        unique = f"{message.channel}:{message.account}:{message.platform_message_id}"
        hashes = self._core.keys.hashes("platform-message", unique)
        if await session.scalar(select(SeenRow.hash).where(SeenRow.hash.in_(hashes))) is not None:
            return None
        session.add(SeenRow(hash=hashes[0], at=now))
        await session.flush()
        if message.kind in SILENT_KINDS:
            return ""
        conversation = await self._conversation(session, message, now)
        conversation.last_visitor_at = max(message.at, conversation.last_visitor_at or message.at)
        session.add(
            InboxRow(
                conversation_id=conversation.id,
                kind=message.kind,
                text=redact(message.text[: self._core.options.longest_text])
                if message.text
                else None,
                choice_id=message.choice[:24] if message.choice else None,
                data=message.data,
                sent_at=message.at,
                received_at=now,
            )
        )
        await session.flush()
        return conversation.id

    async def _conversation(
        self, session: AsyncSession, message: InboundMessage, now: datetime
    ) -> ConversationRow:
        hashes = self._core.keys.hashes("person", f"{message.channel}:{message.person}")
        row = await session.scalar(
            select(ConversationRow)
            .where(
                ConversationRow.channel == message.channel,
                ConversationRow.account == message.account,
                ConversationRow.person_hash.in_(hashes),
            )
            .with_for_update()
        )
        if row is None:
            row = ConversationRow(
                id=new_id(),
                channel=message.channel,
                account=message.account,
                person_hash=hashes[0],
                owner="bot",
                version=0,
                last_seq=0,
                state={},
                situations=[],
                tags=[],
                greeted=False,
                created_at=now,
            )
            session.add(row)
        row.person_hash = hashes[0]  # the newest key, after a rotation
        row.address = self._core.keys.encrypt(message.address)
        row.updated_at = now
        await session.flush()
        return row
