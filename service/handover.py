"""The desk's side of conversations: claim, reply, note, transfer, give back, close."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from service import deskviews
from service.audit import audit_line
from service.core import Core
from service.deskviews import QueueFilter
from service.errors import (
    AlreadyClaimed,
    BadRequest,
    CapReached,
    NotFound,
    NotYours,
    TextTooLong,
    WindowClosed,
)
from service.events import Event
from service.facts import better, conversation_fact
from service.messages import append, locked, read_messages
from service.outbox import template_row
from service.queue import close_handover, open_row
from service.redaction import found_kinds, redact
from service.settings import Settings
from service.types import ArticleCard, Language, Reply
from service.views import DeskConversation, MessageView, QueueEntry
from service.windows import may_write
from service.wording import say
from store.models import ConversationRow, CounsellorRow, HandoverRow, MessageRow, NoteRow

EVERYTHING = QueueFilter()
CLOSE_OUTCOMES = ("helped", "referred", "appointment", "no_answer", "other")
_LONGEST_TAG = 30
_MOST_TAGS = 20


@dataclass(slots=True)
class Held:
    """A conversation of the acting counsellor, held for a transaction."""

    session: AsyncSession
    conversation: ConversationRow
    handover: HandoverRow
    counsellor: CounsellorRow


class Handover:
    """Every method takes the id of the acting counsellor and leaves a line in the audit trail.

    Raises NotFound when the conversation is gone (forgotten), NotYours when acting on one that
    somebody else has.
    """

    def __init__(self, core: Core, settings: Settings) -> None:
        self._core = core
        self._settings = settings

    async def queue(self, filters: QueueFilter = EVERYTHING) -> tuple[QueueEntry, ...]:
        """Who waits: urgent first, then oldest."""
        async with self._core.read() as session:
            return await deskviews.queue(session, filters)

    async def mine(self, counsellor_id: int) -> tuple[QueueEntry, ...]:
        """The open conversations of a counsellor."""
        async with self._core.read() as session:
            return await deskviews.open_with(session, counsellor_id)

    async def open_elsewhere(self, counsellor_id: int) -> tuple[QueueEntry, ...]:
        """Those that colleagues have."""
        async with self._core.read() as session:
            return await deskviews.open_elsewhere(session, counsellor_id)

    async def claim(self, counsellor_id: int, conversation_id: str) -> None:
        """One conditional UPDATE. Claiming again what is one's own changes nothing.

        Raises AlreadyClaimed(by), CapReached, NotFound.
        """
        async with self._core.write() as session:
            conversation = await locked(session, conversation_id)
            if await self._is_mine(session, conversation_id, counsellor_id):
                return
            counsellor = await session.get(CounsellorRow, counsellor_id, with_for_update=True)
            if counsellor is None:
                raise NotFound("no such counsellor")
            await self._check_cap(session, counsellor)
            won = await session.execute(
                update(HandoverRow)
                .where(
                    HandoverRow.conversation_id == conversation_id,
                    HandoverRow.closed_at.is_(None),
                    HandoverRow.counsellor_id.is_(None),
                )
                .values(counsellor_id=counsellor_id, claimed_at=self._core.now())
                .execution_options(synchronize_session=False)
            )
            if won.rowcount != 1:  # type: ignore[attr-defined]  # a CursorResult
                raise NotFound("the conversation does not wait")
            conversation.owner = "counsellor"
            conversation.version += 1
            await self._met_human(session, conversation)
            self._system(session, conversation, "queue.claimed", counsellor=counsellor.name)
            session.add(audit_line(self._core, counsellor_id, "claim", conversation_id))
            seq = conversation.last_seq
        await self._tell(conversation_id, seq, owner="counsellor")

    async def view(self, counsellor_id: int, conversation_id: str) -> DeskConversation:
        """Everything of one conversation; audited, and read from now on if it is one's own."""
        async with self._core.write() as session:
            session.add(audit_line(self._core, counsellor_id, "view", conversation_id))
            row = await open_row(session, conversation_id)
            conversation = await locked(session, conversation_id)
            if row is not None and row.counsellor_id == counsellor_id:
                row.read_seq = conversation.last_seq
        return await self.messages(counsellor_id, conversation_id, 0)

    async def messages(
        self, counsellor_id: int, conversation_id: str, after: int
    ) -> DeskConversation:
        """Like ``view``, with the messages after ``after`` only; not audited (live updates)."""
        settings = await self._settings.get()
        async with self._core.read() as session:
            return await deskviews.conversation(
                self._core, session, settings, conversation_id, counsellor_id, after
            )

    async def read(self, counsellor_id: int, conversation_id: str, seq: int) -> None:
        """The counsellor has seen the messages up to ``seq``."""
        async with self._core.write() as session:
            row = await open_row(session, conversation_id)
            if row is not None and row.counsellor_id == counsellor_id:
                row.read_seq = max(row.read_seq, seq)

    async def reply(
        self,
        counsellor_id: int,
        conversation_id: str,
        text: str,
        *,
        article: ArticleCard | None = None,
        client_id: str | None = None,
    ) -> MessageView:
        """Write to the visitor. ``client_id`` makes a repeated send harmless: the first message
        is given again. Raises NotYours, WindowClosed, BadRequest, TextTooLong."""
        if not text.strip():
            raise BadRequest("empty")
        if len(text) > self._core.options.longest_text:
            raise TextTooLong(f"longer than {self._core.options.longest_text}")
        async with self._mine(counsellor_id, conversation_id) as held:
            sent = await self._sent_before(held, client_id)
            if sent is not None:
                return sent
            if not may_write(held.conversation, self._core.now(), self._core.by_hand):
                raise WindowClosed("the last message of the person is too old")
            reply = Reply(
                text.strip(),
                held.conversation.language or "fr",
                kind="article" if article else "text",
                author="counsellor",
                article=article,
                data={"counsellor": held.counsellor.name},
            )
            (view,) = append(
                self._core,
                held.session,
                held.conversation,
                (reply,),
                counsellor=held.counsellor.name,
                client_id=client_id,
            )
            held.handover.first_reply_at = held.handover.first_reply_at or self._core.now()
            held.handover.read_seq = view.seq
            self._audit(held, "reply")
        await self._core.bus.publish(Event("message", conversation_id, view.seq))
        return view

    def warn(self, text: str) -> tuple[str, ...]:
        """Kinds of personal data in a counsellor's draft ("phone", "email", ...): to warn of."""
        return found_kinds(text)

    async def send_template(self, counsellor_id: int, conversation_id: str) -> None:
        """WhatsApp after 24 hours: "an answer is waiting" in the visitor's language."""
        async with self._mine(counsellor_id, conversation_id) as held:
            if held.conversation.channel == "web":
                raise BadRequest("the web needs no template")
            held.session.add(template_row(held.conversation, self._core.now()))
            self._audit(held, "send_template")

    async def typing(self, counsellor_id: int, conversation_id: str) -> None:
        """The visitor sees that somebody types."""
        event = Event("typing", conversation_id, data={"by": "counsellor"})
        await self._core.bus.publish(event)

    async def note(self, counsellor_id: int, conversation_id: str, text: str) -> None:
        """A private note; redacted like everything. Raises BadRequest when empty."""
        if not text.strip():
            raise BadRequest("empty")
        async with self._core.write() as session:
            counsellor = await session.get(CounsellorRow, counsellor_id)
            await locked(session, conversation_id)
            session.add(
                NoteRow(
                    conversation_id=conversation_id,
                    counsellor=counsellor.name if counsellor else "",
                    text=redact(text.strip())[: self._core.options.longest_text],
                    at=self._core.now(),
                )
            )
            session.add(audit_line(self._core, counsellor_id, "note", conversation_id))
        await self._core.bus.publish(Event("note", conversation_id), "desk")

    async def tag(self, counsellor_id: int, conversation_id: str, tags: tuple[str, ...]) -> None:
        """Replace the tags. Raises BadRequest (too many, too long)."""
        clean = tuple(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
        if len(clean) > _MOST_TAGS or any(len(tag) > _LONGEST_TAG for tag in clean):
            raise BadRequest("tags")
        async with self._core.write() as session:
            conversation = await locked(session, conversation_id)
            conversation.tags = list(clean)
            session.add(audit_line(self._core, counsellor_id, "tag", conversation_id))
        await self._core.bus.publish(Event("queue", conversation_id))

    async def all_tags(self) -> tuple[str, ...]:
        """Tags in use, by name."""
        async with self._core.read() as session:
            rows = await session.scalars(select(ConversationRow.tags))
            return tuple(sorted({tag for tags in rows for tag in tags}))

    async def transfer(
        self,
        counsellor_id: int,
        conversation_id: str,
        *,
        to_counsellor: int | None = None,
        to_team: str | None = None,
    ) -> None:
        """Back to the queue for a colleague or a team; the visitor is told once.

        Raises BadRequest unless exactly one of both is given.
        """
        if (to_counsellor is None) == (to_team is None):
            raise BadRequest("exactly one of colleague and team")
        async with self._mine(counsellor_id, conversation_id) as held:
            if to_counsellor is not None:
                colleague = await held.session.get(CounsellorRow, to_counsellor)
                if colleague is None or not colleague.active:
                    raise BadRequest("colleague")
            row = held.handover
            row.counsellor_id = row.claimed_at = row.offered_at = None
            row.for_counsellor_id, row.team = to_counsellor, to_team
            held.conversation.owner = "waiting"
            held.conversation.version += 1
            self._system(held.session, held.conversation, "queue.transferred")
            self._audit(held, "transfer")
            seq = held.conversation.last_seq
        await self._tell(conversation_id, seq, owner="waiting")

    async def give_back(self, counsellor_id: int, conversation_id: str) -> None:
        """The bot goes on; the visitor is told once."""
        await self._end(counsellor_id, conversation_id, "given_back", "queue.given_back")

    async def close(self, counsellor_id: int, conversation_id: str, outcome: str) -> None:
        """Ended, with one of CLOSE_OUTCOMES; the bot serves what comes next."""
        if outcome not in CLOSE_OUTCOMES:
            raise BadRequest("outcome")
        await self._end(counsellor_id, conversation_id, outcome, "queue.closed")

    async def judge(self, counsellor_id: int, conversation_id: str, seq: int, right: bool) -> None:
        """Mark the understanding of the visitor's message ``seq`` right or wrong."""
        async with self._core.write() as session:
            row = await session.get(MessageRow, (conversation_id, seq))
            if row is None or row.understanding is None:
                raise NotFound("no such message")
            row.judged = right
            session.add(audit_line(self._core, counsellor_id, "judge", conversation_id))

    async def set_language(
        self, counsellor_id: int, conversation_id: str, language: Language
    ) -> None:
        """Correct the conversation's language."""
        if language not in ("fr", "nl"):
            raise BadRequest("language")
        async with self._core.write() as session:
            conversation = await locked(session, conversation_id)
            conversation.language = language
            conversation.version += 1
            session.add(audit_line(self._core, counsellor_id, "set_language", conversation_id))
        await self._core.bus.publish(Event("state", conversation_id))

    @asynccontextmanager
    async def _mine(self, counsellor_id: int, conversation_id: str) -> AsyncIterator[Held]:
        async with self._core.write() as session:
            conversation = await locked(session, conversation_id)
            handover = await open_row(session, conversation_id)
            if handover is None or handover.counsellor_id != counsellor_id:
                raise NotYours("not with this counsellor")
            counsellor = await session.get(CounsellorRow, counsellor_id)
            assert counsellor is not None
            yield Held(session, conversation, handover, counsellor)

    async def _end(self, counsellor_id: int, conversation_id: str, outcome: str, key: str) -> None:
        async with self._mine(counsellor_id, conversation_id) as held:
            await close_handover(held.session, held.conversation, self._core.now(), outcome)
            self._system(held.session, held.conversation, key)
            self._audit(held, outcome if outcome == "given_back" else f"close_{outcome}")
            seq = held.conversation.last_seq
        await self._tell(conversation_id, seq, owner="bot")

    async def _check_cap(self, session: AsyncSession, counsellor: CounsellorRow) -> None:
        open_now = await session.scalar(
            select(func.count())
            .select_from(HandoverRow)
            .where(HandoverRow.counsellor_id == counsellor.id, HandoverRow.closed_at.is_(None))
        )
        if (open_now or 0) >= counsellor.cap:
            raise CapReached(f"{counsellor.cap} open conversations")

    async def _is_mine(
        self, session: AsyncSession, conversation_id: str, counsellor_id: int
    ) -> bool:
        """Raises AlreadyClaimed when it is somebody else's, NotFound when it does not wait."""
        row = await open_row(session, conversation_id)
        if row is None:
            raise NotFound("the conversation does not wait")
        if row.counsellor_id is None:
            return False
        if row.counsellor_id == counsellor_id:
            return True
        winner = await session.get(CounsellorRow, row.counsellor_id)
        raise AlreadyClaimed(winner.name if winner else "?")

    async def _met_human(self, session: AsyncSession, conversation: ConversationRow) -> None:
        fact = await conversation_fact(session, conversation, self._core.now())
        row = await open_row(session, conversation.id)
        if row is not None and fact.seconds_to_human is None:
            waited = (self._core.now() - row.created_at).total_seconds()
            fact.seconds_to_human = max(0, int(waited))
        fact.handed_over = fact.met_human = True
        better(fact, "human")

    async def _sent_before(self, held: Held, client_id: str | None) -> MessageView | None:
        if client_id is None:
            return None
        seq = await held.session.scalar(
            select(MessageRow.seq).where(
                MessageRow.conversation_id == held.conversation.id,
                MessageRow.client_id == client_id,
            )
        )
        if seq is None:
            return None
        views = await read_messages(
            self._core, held.session, held.conversation.id, after=seq - 1, until=seq
        )
        return views[0]

    def _system(
        self, session: AsyncSession, conversation: ConversationRow, key: str, **values: object
    ) -> None:
        language = conversation.language or "fr"
        words = Reply(say(key, language, **values), language, kind="notice", author="system")
        append(self._core, session, conversation, (words,))

    def _audit(self, held: Held, action: str) -> None:
        held.session.add(audit_line(self._core, held.counsellor.id, action, held.conversation.id))

    async def _tell(self, conversation_id: str, seq: int, *, owner: str) -> None:
        await self._core.bus.publish(Event("message", conversation_id, seq))
        await self._core.bus.publish(Event("state", conversation_id, data={"owner": owner}))
        await self._core.bus.publish(Event("queue", conversation_id))
