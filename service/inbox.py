"""The inbox: every accepted message of a platform, once, until its turn is committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
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
    data: Json = field(default_factory=dict)  # nothing personal; e.g. {"referral": true}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that was new, and who has the conversation: None where nothing follows."""

    message: InboundMessage
    owner: str | None = None
    conversation_id: str | None = None


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
        return bool(await self.accept_all([message]))

    async def accept_all(self, messages: list[InboundMessage]) -> list[Accepted]:
        """``accept`` for a whole webhook in one commit; those that were new. Raises Busy."""
        for _ in range(_TRIES):
            try:
                async with self._core.write(brief=True) as session:
                    taken = [await self._take_in(session, message) for message in messages]
                break
            except Conflict:
                continue  # another process took in the same message or person: look again
        else:
            raise Busy("others keep taking in the same")  # the platform delivers it again
        new = [found for found in taken if found is not None]
        for conversation_id in {found.conversation_id for found in new}:
            if conversation_id is not None:
                self._worker.wake(conversation_id)
        return new

    async def _take_in(self, session: AsyncSession, message: InboundMessage) -> Accepted | None:
        """A new message with its conversation; None when it was seen before."""
        now = self._core.now()
        if await self._seen(session, message, now):
            return None
        if message.kind in SILENT_KINDS:
            return Accepted(message)
        conversation = await self._conversation(session, message, now)
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
        return Accepted(message, conversation.owner, conversation.id)

    async def _seen(self, session: AsyncSession, message: InboundMessage, now: datetime) -> bool:
        """Whether it came before; from now on it has. One statement: Meta waits for the answer."""
        unique = f"{message.channel}:{message.account}:{message.platform_message_id}"
        newest, *older = self._core.keys.hashes("platform-message", unique)
        if older and await session.scalar(select(SeenRow.hash).where(SeenRow.hash.in_(older))):
            return True
        insert = sqlite.insert if self._core.database.is_sqlite else postgresql.insert
        row = insert(SeenRow).values(hash=newest, at=now).on_conflict_do_nothing()
        inserted = await session.execute(row)
        return int(inserted.rowcount) == 0  # type: ignore[attr-defined]  # a CursorResult

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
        row.last_visitor_at = max(message.at, row.last_visitor_at or message.at)
        await session.flush()  # before what belongs to it
        return row
