"""The visitor's side of a conversation on the web, and what every channel shares."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import timedelta

from sqlalchemy import bindparam, select

from service.core import Core
from service.errors import (
    BadRequest,
    ChoiceGone,
    IdempotencyMismatch,
    NotFound,
    StillWorking,
    TextTooLong,
)
from service.events import Event
from service.feedback import mark
from service.forgetting import after_erasing, erase
from service.hours import closing_days, is_open, next_opening
from service.keys import new_id, new_token
from service.messages import append, locked, read_messages, understanding_of
from service.opening import opening
from service.options import BRUSSELS
from service.presence import count_available
from service.redaction import redact
from service.settings import Settings
from service.snapshot import queue_position
from service.types import Language, Understanding
from service.views import ConversationState, Hours, MessageView, Started, TurnOutcome
from service.worker import Worker
from store.errors import Conflict
from store.models import ConversationRow, InboxRow
from store.rows import NewRows, insert_row, run, table_of

_A_YEAR = timedelta(days=365)
_CONVERSATION = table_of(ConversationRow)
_KNOWN = select(_CONVERSATION.c.token_hash, _CONVERSATION.c.language).where(
    _CONVERSATION.c.id == bindparam("conversation")
)


class Visitors:
    """Start, speak, read, forget."""

    def __init__(self, core: Core, settings: Settings, worker: Worker) -> None:
        self._core = core
        self._settings = settings
        self._worker = worker

    async def start(self, language: Language | None, channel: str = "web") -> Started:
        """Begin a web conversation: it says that this is an automated assistant."""
        now, token = self._core.now(), new_token()
        conversation = ConversationRow(
            id=new_id(),
            channel=channel,
            token_hash=self._core.keys.hash("token", token),
            language=language,
            owner="bot",
            version=0,
            last_seq=0,
            state={},
            situations=[],
            tags=[],
            greeted=True,
            created_at=now,
            updated_at=now,
        )
        rows = NewRows()
        rows.add(conversation)
        views = append(self._core, rows, conversation, opening(language))
        async with self._core.write(brief=True) as session:
            await rows.write(session)
        return Started(conversation.id, token, language, tuple(views))

    async def authenticate(self, conversation_id: str, token: str) -> str | None:
        """The language of a conversation. Raises NotFound for an unknown conversation and for a
        wrong token alike."""
        async with self._core.read(brief=True) as session:
            found = (await run(session, _KNOWN, {"conversation": conversation_id})).first()
        if found is None or found.token_hash not in self._core.keys.hashes("token", token):
            raise NotFound("no such conversation")
        language: str | None = found.language
        return language

    async def say(
        self,
        conversation_id: str,
        *,
        text: str | None = None,
        choice: str | None = None,
        idempotency_key: str | None = None,
    ) -> TurnOutcome:
        """Take one message (exactly one of ``text`` and ``choice``) and wait for its turn.

        Raises BadRequest (empty), TextTooLong, NotFound, ChoiceGone, IdempotencyMismatch,
        StillWorking (accepted; the answer comes by events), Busy.
        """
        self._check(text, choice)
        inbox_id, outcome = await self._take_in(conversation_id, text, choice, idempotency_key)
        if outcome is None:
            future = self._worker.outcome(inbox_id, conversation_id)
            outcome = await self._waited(future, inbox_id)
        if outcome.gone:
            raise ChoiceGone(outcome.messages)
        return outcome

    async def state(self, conversation_id: str) -> ConversationState:
        """Owner, language, queue position. Raises NotFound."""
        async with self._core.read(brief=True) as session:
            row = await session.get(ConversationRow, conversation_id)
            if row is None:
                raise NotFound("no such conversation")
            return ConversationState(
                row.id,
                row.owner,  # type: ignore[arg-type]  # written by us only
                row.language,  # type: ignore[arg-type]
                row.channel,
                await queue_position(session, row),
                row.last_seq,
                row.created_at,
            )

    async def messages(
        self, conversation_id: str, after: int = 0, limit: int = 100
    ) -> tuple[MessageView, ...]:
        """Messages with ``seq`` greater than ``after``, oldest first, all authors."""
        async with self._core.read(brief=True) as session:
            return tuple(
                await read_messages(self._core, session, conversation_id, after=after, limit=limit)
            )

    async def typing(self, conversation_id: str) -> None:
        """The visitor types: the desk sees it."""
        await self._core.bus.publish(Event("typing", conversation_id, data={"by": "visitor"}))

    async def feedback(self, conversation_id: str, seq: int, helpful: bool) -> None:
        """Was the answer ``seq`` helpful? Counted, and a gap when it was not. Raises NotFound."""
        async with self._core.write(brief=True) as session:
            conversation = await locked(session, conversation_id)
            await mark(session, conversation, seq, helpful, self._core.now())

    async def set_language(self, conversation_id: str, language: Language) -> None:
        """The visitor chose a language: what comes from now on is in it. Raises NotFound."""
        async with self._core.write(brief=True) as session:
            conversation = await locked(session, conversation_id)
            conversation.language = language
            conversation.version += 1
        await self._core.bus.publish(Event("state", conversation_id))

    async def forget(self, conversation_id: str, *, keep_codes: bool = False) -> None:
        """Delete everything of this conversation, at once; ``keep_codes`` leaves what a code of
        its own leads to (an appointment, a message left). Raises NotFound."""
        async with self._core.write(brief=True) as session:
            await locked(session, conversation_id)
            await erase(session, conversation_id, keep_codes=keep_codes)
        await after_erasing(self._core, conversation_id)

    async def hours(self) -> Hours:
        """Live-chat hours and whether somebody is there."""
        settings, now = await self._settings.get(), self._core.now()
        today = now.astimezone(BRUSSELS).date()
        own = await self._settings.closing_days()
        async with self._core.read(brief=True) as session:
            present = await count_available(session, settings, now, None)
        coming = closing_days(own, today, today + _A_YEAR)
        closed = frozenset(day.day for day in coming)
        return Hours(
            is_open(settings.live_chat, closed, now),
            present,
            next_opening(settings.live_chat, closed, now),
            settings.live_chat,
            tuple({"date": day.day.isoformat(), "fr": day.fr, "nl": day.nl} for day in coming),
        )

    def _check(self, text: str | None, choice: str | None) -> None:
        if (text is None) == (choice is None):
            raise BadRequest("exactly one of text and choice")
        if text is not None and not text.strip():
            raise BadRequest("empty")
        if text is not None and len(text) > self._core.options.longest_text:
            raise TextTooLong(f"longer than {self._core.options.longest_text}")

    async def _take_in(
        self, conversation_id: str, text: str | None, choice: str | None, key: str | None
    ) -> tuple[int, TurnOutcome | None]:
        """The inbox row of a message, and its outcome when it was sent and answered before."""
        body = self._core.keys.hash("body", json.dumps([conversation_id, text, choice]))
        key = hashlib.sha256(key.encode()).hexdigest() if key is not None else None
        row = InboxRow(
            conversation_id=conversation_id,
            kind="text" if choice is None else "choice",
            text=redact(text) if text is not None else None,
            choice_id=choice[:24] if choice is not None else None,
            data={},
            idempotency_key=key,
            body_hash=body if key is not None else None,
            sent_at=self._core.now(),
            received_at=self._core.now(),
        )
        try:
            async with self._core.write(brief=True) as session:
                return await insert_row(session, row), None
        except Conflict:  # sent before, or there is no such conversation
            return await self._before(conversation_id, key or "", body)

    async def _before(
        self, conversation_id: str, key: str, body: str
    ) -> tuple[int, TurnOutcome | None]:
        """What was sent under an Idempotency-Key. Raises IdempotencyMismatch, NotFound."""
        async with self._core.read(brief=True) as session:
            row = await session.scalar(
                select(InboxRow).where(
                    InboxRow.conversation_id == conversation_id, InboxRow.idempotency_key == key
                )
            )
        if row is None:
            raise NotFound("no such conversation")
        if row.body_hash != body:
            raise IdempotencyMismatch("another body under this key")
        return row.id, await self._stored(row) if row.done_at is not None else None

    async def _waited(self, future: asyncio.Future[TurnOutcome], inbox_id: int) -> TurnOutcome:
        """The outcome, if it comes in time. It may have been made by another process."""
        deadline = asyncio.get_running_loop().time() + self._core.options.web_wait
        try:
            while True:
                remaining = deadline - asyncio.get_running_loop().time()
                try:
                    look_after = min(1.0, max(0, remaining))
                    return await asyncio.wait_for(asyncio.shield(future), look_after)
                except asyncio.TimeoutError:
                    outcome = await self._made_elsewhere(inbox_id)
                if outcome is not None:
                    return outcome
                if remaining <= 1.0:
                    raise StillWorking("the answer comes by events")
        finally:
            self._worker.let_go(inbox_id)

    async def _made_elsewhere(self, inbox_id: int) -> TurnOutcome | None:
        """The outcome of a turn that another process took. Raises NotFound."""
        async with self._core.read(brief=True) as session:
            row = await session.get(InboxRow, inbox_id)
        if row is None:
            raise NotFound("the conversation was forgotten")
        return await self._stored(row) if row.done_at is not None else None

    async def _stored(self, row: InboxRow) -> TurnOutcome:
        async with self._core.read(brief=True) as session:
            views = await read_messages(
                self._core,
                session,
                row.conversation_id,
                after=(row.first_seq or 1) - 1,
                until=row.last_seq,
            )
        understood = understanding_of(row.understanding) or Understanding()
        return TurnOutcome(tuple(views), understood, gone=row.error == "choice_gone")
