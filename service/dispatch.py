"""Sending what the outbox holds: rendered once, in order for each person, with back-off.

A row is marked ``sending`` and committed before it leaves, so that after a crash we know that it
may have been sent: it then waits for its status (found by its opaque id) before it goes again.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from service.alarms import Alarms
from service.core import Core
from service.due import due_rows
from service.errors import ServiceError
from service.events import Event
from service.messages import read_messages
from service.outbox import (
    ChannelDown,
    Outbox,
    Part,
    Sender,
    SendLater,
    SendRefused,
    SendUnknown,
    delivery_event,
    move,
)
from service.types import Json
from service.views import MessageView
from store.models import ConversationRow, OutboxRow

log = structlog.get_logger("azimut.outbox")
AT_ONCE = 16  # sends under way at the same time
_BASE_DELAY = 2.0  # seconds; doubles with each try
_LONGEST_DELAY = 600.0


class Dispatcher:
    """Empties the outbox; ``service.pump`` keeps it going."""

    def __init__(self, core: Core, outbox: Outbox, alarms: Alarms) -> None:
        self._core = core
        self._outbox = outbox
        self._alarms = alarms
        self._down_until: dict[str, datetime] = {}

    @property
    def sends_anything(self) -> bool:
        """Whether there is a platform to send to."""
        return bool(self._outbox.senders)

    async def recover(self) -> None:
        """After a start: what was ``sending`` waits for its status for a while."""
        grace = timedelta(seconds=self._core.options.sending_grace)
        now = self._core.now()
        async with self._core.write(brief=True) as session:
            await session.execute(
                update(OutboxRow)
                .where(OutboxRow.status == "sending", OutboxRow.due_at < now + grace)
                .values(due_at=now + grace)
            )

    async def send_due(self) -> int:
        """Send the first due row of each person; how many were handled."""
        ids = await self.take_due(AT_ONCE)
        if ids:
            await asyncio.gather(*(self.handle(row_id) for row_id in ids))
        return len(ids)

    async def take_due(self, most: int) -> list[int]:
        """Mark due rows as ``sending``, one for each person (the oldest). Raises Busy."""
        now = self._core.now()
        channels = [c for c in self._outbox.senders if self._down_until.get(c, now) <= now]
        if not channels:
            return []
        query = due_rows(now, channels, most)
        async with self._core.read(brief=True) as session:
            if (await session.scalars(query)).first() is None:
                return []  # a look that takes no write lock
        async with self._core.write(brief=True) as session:
            rows = (await session.scalars(query.with_for_update(skip_locked=True))).all()
            for row in rows:
                row.status = "sending"
                row.tries += 1
                row.updated_at = now
                # If we die now, nobody touches the row before this.
                row.due_at = now + timedelta(seconds=self._core.options.sending_grace)
            return [row.id for row in rows]

    async def handle(self, row_id: int) -> None:
        """Send a row that was taken."""
        try:
            await self._render(row_id)
            part = await self._part(row_id)
            if part is not None:
                await self._send(part)
        except ServiceError as error:
            log.warning("outbox row postponed", reason=type(error).__name__)

    async def _render(self, row_id: int) -> None:
        """Turn a row into its parts, once: the first takes its place, the others follow."""
        async with self._core.write(brief=True) as session:
            row = await session.get(OutboxRow, row_id, with_for_update=True)
            if row is None or row.kind == "part":
                return
            payloads = await self._payloads(session, row)
            if not payloads:
                move(row, "failed", self._core.now(), "nothing_to_send")
                return
            row.kind = "part"
            row.payload = self._core.keys.encrypt(json.dumps(payloads[0]))
            for position, payload in enumerate(payloads[1:], start=1):
                session.add(self._follower(row, position, payload))

    def _follower(self, row: OutboxRow, position: int, payload: Json) -> OutboxRow:
        now = self._core.now()
        return OutboxRow(
            conversation_id=row.conversation_id,
            lane=row.lane,
            group_id=row.id,
            position=position,
            channel=row.channel,
            account=row.account,
            address=row.address,
            kind="part",
            language=row.language,
            seqs=row.seqs,
            payload=self._core.keys.encrypt(json.dumps(payload)),
            by_person=row.by_person,
            opaque=secrets.token_hex(16),
            status="pending",
            tries=0,
            due_at=now,
            created_at=row.created_at,
            updated_at=now,
        )

    async def _payloads(self, session: AsyncSession, row: OutboxRow) -> list[Json]:
        sender = self._outbox.senders[row.channel]
        views = await self._views(session, row)
        try:
            return list(sender.render(views, "nl" if row.language == "nl" else "fr", row.kind))
        except Exception as error:  # a mistake of ours: it must not stop the whole outbox
            log.error("cannot render", channel=row.channel, reason=type(error).__name__)
            return []

    async def _views(self, session: AsyncSession, row: OutboxRow) -> list[MessageView]:
        if row.kind == "farewell":
            text = json.loads(self._core.keys.decrypt(row.payload or ""))["text"]
            return [MessageView(0, "notice", "bot", row.language, text, row.created_at)]
        if not row.seqs or row.conversation_id is None:
            return []
        return await read_messages(
            self._core,
            session,
            row.conversation_id,
            after=row.seqs[0] - 1,
            until=row.seqs[-1],
        )

    async def _part(self, row_id: int) -> Part | None:
        async with self._core.read(brief=True) as session:
            row = await session.get(OutboxRow, row_id)
            if row is None or row.kind != "part" or row.status != "sending":
                return None
            conversation = (
                await session.get(ConversationRow, row.conversation_id)
                if row.conversation_id
                else None
            )
        return Part(
            row.id,
            row.opaque,
            row.channel,
            row.account,
            self._core.keys.decrypt(row.address),
            json.loads(self._core.keys.decrypt(row.payload or "")),
            row.by_person,
            conversation.last_visitor_at if conversation else None,
            row.tries,
        )

    async def _send(self, part: Part) -> None:
        sender: Sender = self._outbox.senders[part.channel]
        try:
            platform_id = await sender.send(part)
        except SendLater as error:
            await self._later(part, error.code, error.after)
        except SendRefused as error:
            await self._settle(part, failed=error.code)
        except SendUnknown:
            await self._unknown(part)
        except ChannelDown as error:
            await self._channel_down(part, error)
        except Exception as error:  # a mistake of ours or of the network: try again
            log.error("send failed", channel=part.channel, reason=type(error).__name__)
            await self._later(part, type(error).__name__, None)
        else:
            await self._alarms.quiet(part.channel)
            await self._settle(part, platform_id=platform_id)

    async def _later(self, part: Part, code: str, after: float | None) -> None:
        if part.tries >= self._core.options.most_tries:
            await self._settle(part, failed=code)
            return
        delay = min(_LONGEST_DELAY, _BASE_DELAY * 2 ** (part.tries - 1))
        seconds = after if after is not None else delay * _jitter()
        await self._postpone(part, seconds, code)

    async def _unknown(self, part: Part) -> None:
        """It waits for its status, then goes again; but nobody gets the same for ever."""
        if part.tries >= self._core.options.most_tries:
            await self._settle(part, failed="unknown")
            return
        await self._settle(part, unknown=True)

    async def _channel_down(self, part: Part, error: ChannelDown) -> None:
        self._down_until[part.channel] = self._core.now() + timedelta(seconds=error.after)
        await self._alarms.ring(part.channel, "channel_down")
        await self._postpone(part, error.after, error.code, counts=False)

    async def _postpone(
        self, part: Part, seconds: float, code: str, *, counts: bool = True
    ) -> None:
        now = self._core.now()
        async with self._core.write(brief=True) as session:
            row = await session.get(OutboxRow, part.id, with_for_update=True)
            if row is None or row.status != "sending":
                return  # forgotten, or a status came meanwhile
            row.status = "pending"
            row.error = code[:80]
            row.due_at = now + timedelta(seconds=seconds)
            row.updated_at = now
            if not counts:
                row.tries -= 1

    async def _settle(
        self,
        part: Part,
        *,
        platform_id: str | None = None,
        failed: str | None = None,
        unknown: bool = False,
    ) -> None:
        event: Event | None = None
        async with self._core.write(brief=True) as session:
            row = await session.get(OutboxRow, part.id, with_for_update=True)
            if row is None:
                return
            if platform_id is not None:
                row.platform_hash = self._outbox.platform_hash(part.channel, platform_id)
            if not unknown and move(row, "failed" if failed else "sent", self._core.now(), failed):
                event = delivery_event(row)
            if row.conversation_id is None and not unknown:
                await session.delete(row)  # the last words are said
        if event is not None:
            await self._core.bus.publish(event)


def _jitter() -> float:
    return 0.8 + secrets.randbelow(400) / 1000
