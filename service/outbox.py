"""The outbox: what must go out to a platform, written with the turn and sent after it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.events import Event
from service.types import Json, Language
from service.views import Delivery, MessageView
from store.models import ConversationRow, OutboxRow

# A status only moves to the right; "failed" may follow "pending", "sending" and "sent".
ORDER: tuple[Delivery, ...] = ("pending", "sending", "sent", "delivered", "read")
_CLOCKS_APART = timedelta(seconds=2)  # between the platform's clock and ours


@dataclass(frozen=True, slots=True)
class Part:
    """One send to a platform. ``opaque`` must travel with it and come back in its status."""

    id: int
    opaque: str
    channel: str
    account: str
    address: str
    payload: Json  # what ``Sender.render`` made
    by_person: bool  # typed by a counsellor (Messenger's human-agent tag)
    last_visitor_at: datetime | None  # when the person last wrote: the window
    tries: int


class SendLater(Exception):
    """Not sent; try again. ``after`` seconds if the platform said so, else own back-off."""

    def __init__(self, code: str, after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.after = after


class SendRefused(Exception):
    """Not sent and never will be: the desk sees the message as failed. ``code`` is ours:
    "window_closed", "undeliverable", "bad_request"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SendUnknown(Exception):
    """Perhaps sent (time-out after the request left): the row waits for its status."""


class ChannelDown(Exception):
    """The whole channel is refused (token, permission, spam limit): an alarm on the desk;
    the rows wait. ``after`` is when to try again, in seconds."""

    def __init__(self, code: str, after: float = 300.0) -> None:
        super().__init__(code)
        self.code = code
        self.after = after


class Sender(Protocol):
    """A platform, seen from the outbox. Given by the channel."""

    channel: str

    def render(
        self, messages: Sequence[MessageView], language: Language, kind: str
    ) -> Sequence[Json]:
        """The parts to send, in order: bubbles merged, long text split. Pure.

        ``kind``: "messages", or "template" (an answer is waiting; ``messages`` is empty), or
        "farewell" (the last word after "forget me").
        """
        ...

    async def send(self, part: Part) -> str | None:
        """Send one part; the platform's message id. Raises the four exceptions above."""
        ...


class Outbox:
    """Rows pending → sending → sent → delivered → read, or failed; never backwards."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.senders: dict[str, Sender] = {}

    def register(self, sender: Sender, by_hand: timedelta | None = None) -> None:
        """From now on this sender serves its channel. ``by_hand``: how long after a visitor's
        last message counsellors may write there, where it is less than the platform's most."""
        self.senders[sender.channel] = sender
        if by_hand is not None:
            self._core.by_hand[sender.channel] = by_hand

    async def report(
        self,
        channel: str,
        status: Delivery,
        *,
        opaque: str | None = None,
        platform_message_id: str | None = None,
        error: str | None = None,
    ) -> bool:
        """The platform says how a send fares. False if unknown. Never moves backwards."""
        async with self._core.write(brief=True) as session:
            row = await self._find(session, channel, opaque, platform_message_id)
            if row is None:
                return False
            if platform_message_id and row.platform_hash is None:
                row.platform_hash = self.platform_hash(channel, platform_message_id)
            moved = move(row, status, self._core.now(), error)
            event = delivery_event(row)
            if row.conversation_id is None and row.status not in ("pending", "sending"):
                await session.delete(row)  # the last words have arrived
        if moved and event is not None:
            await self._core.bus.publish(event)
        return True

    async def report_until(
        self, channel: str, account: str, person: str, status: Delivery, until: datetime
    ) -> int:
        """All that we sent this person until then was delivered, or read; how many moved."""
        hashes = self._core.keys.hashes("person", f"{channel}:{person}")
        query = (
            select(OutboxRow)
            .join(ConversationRow, ConversationRow.id == OutboxRow.conversation_id)
            .where(
                ConversationRow.channel == channel,
                ConversationRow.account == account,
                ConversationRow.person_hash.in_(hashes),
                OutboxRow.status.in_(("sent", "delivered")),
                OutboxRow.updated_at <= until + _CLOCKS_APART,
            )
        )
        async with self._core.write(brief=True) as session:
            rows = (await session.scalars(query.with_for_update(of=OutboxRow))).all()
            moved = [row for row in rows if move(row, status, self._core.now())]
            events = [delivery_event(row) for row in moved]
        for event in filter(None, events):
            await self._core.bus.publish(event)
        return len(moved)

    async def again(
        self,
        channel: str,
        after: float,
        *,
        opaque: str | None = None,
        platform_message_id: str | None = None,
    ) -> bool:
        """A send failed for a passing reason, says the platform: send it once more in ``after``
        seconds. Only that very send counts: word of an older one of the same row is ignored."""
        now = self._core.now()
        async with self._core.write(brief=True) as session:
            row = await self._find(session, channel, opaque, platform_message_id)
            if row is None or row.status != "sent":
                return False
            hashes = self._core.keys.hashes("sent", f"{channel}:{platform_message_id}")
            if platform_message_id is None or row.platform_hash not in hashes:
                return False
            if row.tries >= self._core.options.most_tries:
                move(row, "failed", now, "undeliverable")
                return False
            row.status = "pending"
            row.due_at = now + timedelta(seconds=after)
            row.updated_at = now
        return True

    def platform_hash(self, channel: str, platform_message_id: str) -> str:
        """What we keep of a platform's message id."""
        return self._core.keys.hash("sent", f"{channel}:{platform_message_id}")

    async def _find(
        self,
        session: AsyncSession,
        channel: str,
        opaque: str | None,
        platform_message_id: str | None,
    ) -> OutboxRow | None:
        query = select(OutboxRow).where(OutboxRow.channel == channel).with_for_update()
        if opaque is not None:
            row = await session.scalar(query.where(OutboxRow.opaque == opaque))
            if row is not None:
                return row
        if platform_message_id is None:
            return None
        hashes = self._core.keys.hashes("sent", f"{channel}:{platform_message_id}")
        found: OutboxRow | None = await session.scalar(
            query.where(OutboxRow.platform_hash.in_(hashes))
        )
        return found


def move(row: OutboxRow, status: Delivery, now: datetime, error: str | None = None) -> bool:
    """Move a row's status forwards; False when that would be backwards."""
    if status == "failed":
        if row.status in ("delivered", "read", "failed"):
            return False
    elif row.status == "failed" or ORDER.index(status) <= ORDER.index(_known(row.status)):
        return False
    row.status = status
    row.error = error
    row.updated_at = now
    return True


def delivery_event(row: OutboxRow) -> Event | None:
    """What the desk is told of a row."""
    if row.conversation_id is None:
        return None
    seq = row.seqs[-1] if row.seqs else None
    return Event("delivery", row.conversation_id, seq, {"status": row.status})


def template_row(conversation: ConversationRow, now: datetime) -> OutboxRow:
    """An answer is waiting: to be sent after the window has closed."""
    return _row(conversation, now, kind="template", language=conversation.language or "fr")


def farewell(
    core: Core, conversation: ConversationRow, views: Sequence[MessageView]
) -> OutboxRow | None:
    """The last words to a platform visitor who is forgotten: a row that belongs to nobody any
    more, encrypted, and goes when it is sent."""
    if conversation.channel == "web" or not views:
        return None
    text = "\n\n".join(view.text for view in views)
    row = _row(conversation, core.now(), kind="farewell", language=views[0].language)
    row.conversation_id = None
    row.payload = core.keys.encrypt(json.dumps({"text": text}))
    return row


def _row(conversation: ConversationRow, now: datetime, *, kind: str, language: str) -> OutboxRow:
    return OutboxRow(
        conversation_id=conversation.id,
        lane=conversation.id,
        channel=conversation.channel,
        account=conversation.account or "",
        address=conversation.address or "",
        kind=kind,
        language=language,
        seqs=[],
        opaque=secrets.token_hex(16),
        due_at=now,
        created_at=now,
        updated_at=now,
    )


def _known(status: str) -> Delivery:
    return status  # type: ignore[return-value]  # written by ``move`` only
