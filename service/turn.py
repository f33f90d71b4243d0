"""One turn, one transaction.

A turn reads a snapshot, asks the engine outside any lock, and writes everything that follows
(messages, dialogue state, effects, facts, what must go out) in one transaction together with
the mark that its inbox row is done. Whatever dies at whatever moment, an accepted message gets
exactly one committed turn. When the world changed meanwhile (another version, a slot taken) the
turn is taken again from a new snapshot.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from service.alarms import Alarms
from service.choices import pick, question_again, typed
from service.core import Core
from service.effects import Applying
from service.errors import Busy, EngineUnavailable, SlotTaken
from service.events import Event
from service.facts import conversation_fact, count, question_fact
from service.forgetting import after_erasing, erase
from service.gaps import gap_of_turn
from service.messages import append, append_visitor, locked
from service.opening import greeting_before
from service.outbox import farewell
from service.ownwords import WORDS, engine_down, not_text, staying_in_queue
from service.settings import DeskSettings, Settings
from service.snapshot import Surroundings
from service.types import Engine, Json, Reply, TurnInput, TurnResult, Understanding
from service.views import MessageView, TurnOutcome
from store.errors import Conflict
from store.models import ChoiceRow, ConversationRow, InboxRow

log = structlog.get_logger("azimut.turn")
_MOST_RERUNS = 20


class Changed(Exception):
    """The conversation changed while the engine was thinking."""


@dataclass(slots=True)
class Question:
    """A message as it was read for a turn."""

    row: InboxRow
    conversation: ConversationRow
    settings: DeskSettings
    text: str
    choice: ChoiceRow | None = None
    gone: bool = False  # a choice that cannot be picked any more

    @property
    def action(self) -> Json | None:
        """What the choice means to the engine."""
        return self.choice.action if self.choice else None


class Turns:
    """Takes turns. The caller holds the conversation's lock."""

    def __init__(
        self,
        core: Core,
        engine: Engine,
        settings: Settings,
        surroundings: Surroundings,
        alarms: Alarms,
    ) -> None:
        self._core = core
        self._engine = engine
        self._settings = settings
        self._surroundings = surroundings
        self._alarms = alarms

    async def take(self, inbox_id: int) -> TurnOutcome | None:
        """Take the turn of an inbox row; None when it is done or gone. Raises Busy."""
        question: Question | None = None
        try:
            for _ in range(_MOST_RERUNS):
                question = await self._question(inbox_id)
                if question is None:
                    return None
                result = await self._answer(question)
                try:
                    return await self._commit(question, result)
                except (Changed, SlotTaken, Conflict):
                    continue
        except Busy:
            raise
        except Exception as error:
            log.error("turn failed", reason=type(error).__name__)
        return await self._last_resort(inbox_id)

    async def _last_resort(self, inbox_id: int) -> TurnOutcome | None:
        """An effect that cannot be applied is our mistake: a person takes over, not silence."""
        question = await self._question(inbox_id)
        if question is None:
            return None
        await self._alarms.ring("engine", "engine")
        return await self._commit(question, engine_down(question.conversation))

    async def _question(self, inbox_id: int) -> Question | None:
        settings = await self._settings.get()
        async with self._core.read() as session:
            row = await session.get(InboxRow, inbox_id)
            if row is None or row.done_at is not None:
                return None
            conversation = await session.get(ConversationRow, row.conversation_id)
            if conversation is None:
                return None
            return await self._with_choice(session, row, conversation, settings)

    async def _with_choice(
        self,
        session: AsyncSession,
        row: InboxRow,
        conversation: ConversationRow,
        settings: DeskSettings,
    ) -> Question:
        now, text = self._core.now(), row.text or ""
        if row.choice_id is not None:
            choice, usable = await pick(session, conversation.id, row.choice_id, now)
            if usable and choice is not None:
                return Question(row, conversation, settings, choice.label, choice)
            if not text or (choice is not None and choice.used_at is not None):
                return Question(row, conversation, settings, text, gone=True)
            # An old button on a platform: its label says what was meant.
        choice = None
        if row.kind in WORDS and conversation.owner != "counsellor":
            choice = await typed(session, conversation, text, now)
        return Question(row, conversation, settings, text, choice)

    async def _answer(self, question: Question) -> TurnResult:
        """What the house itself can say; else what the engine says."""
        own = not_text(question.row.kind, question.conversation) or staying_in_queue(
            question.action, question.conversation
        )
        if own is not None:
            return own
        if question.gone:
            return await self._put_again(question)
        try:
            result = await self._ask(question)
        except EngineUnavailable as error:
            log.error("engine unavailable", reason=str(error))
            await self._alarms.ring("engine", "engine")
            return engine_down(question.conversation)
        await self._alarms.quiet("engine")
        return result

    async def _ask(self, question: Question) -> TurnResult:
        needs: tuple[str, ...] = ()
        for _ in range(3):
            turn = await self._input(question, needs)
            try:
                result = await asyncio.wait_for(
                    self._engine.respond(turn), self._core.options.engine_timeout
                )
            except EngineUnavailable:
                raise
            except Exception as error:
                # Whatever the engine dies of, the visitor goes to a person, not into silence.
                raise EngineUnavailable(type(error).__name__) from error
            if set(result.needs) <= set(needs):
                return result
            needs = tuple(dict.fromkeys((*needs, *result.needs)))
        raise EngineUnavailable("the engine asks for ever more")

    async def _input(self, question: Question, needs: tuple[str, ...]) -> TurnInput:
        conversation = question.conversation
        async with self._core.read() as session:
            snapshot = await self._surroundings.snapshot(
                session, conversation, question.settings, question.text, needs
            )
        return TurnInput(
            text=question.text,
            language=conversation.language,  # type: ignore[arg-type]  # fr, nl or None
            channel=conversation.channel,
            state=conversation.state,
            snapshot=snapshot,
            choice=question.action,
            public=conversation.public,
            situations=tuple(conversation.situations),
        )

    async def _put_again(self, question: Question) -> TurnResult:
        async with self._core.read() as session:
            again = await question_again(session, question.conversation, question.row.choice_id)
        return TurnResult(
            (again,) if again and again.text else (),
            Understanding(language=question.conversation.language or "fr", outcome="clarifying"),
            (),
            question.conversation.state,
        )

    async def _commit(self, question: Question, result: TurnResult) -> TurnOutcome:
        async with self._core.write() as session:
            writing = Writing(self._core, session, question, result)
            outcome = await writing.run()
        if writing.applying.forgotten:
            await after_erasing(self._core, question.conversation.id)
        else:
            await self._tell(question, outcome, writing.applying)
        return outcome

    async def _tell(self, question: Question, outcome: TurnOutcome, applied: Applying) -> None:
        seq = applied.conversation.last_seq
        await self._core.bus.publish(Event("message", question.conversation.id, seq))
        for event in applied.events:
            await self._core.bus.publish(event)


class Writing:
    """The transaction of one turn."""

    applying: Applying
    _row: InboxRow

    def __init__(
        self, core: Core, session: AsyncSession, question: Question, result: TurnResult
    ) -> None:
        self._core = core
        self._session = session
        self._question = question
        self._result = result

    async def run(self) -> TurnOutcome:
        """Write it all. Raises Changed, SlotTaken, Conflict: nothing is written then."""
        conversation = await self._held()
        now, understanding = self._core.now(), self._result.understanding
        fact = await conversation_fact(self._session, conversation, now)
        self.applying = Applying(
            self._core,
            self._session,
            conversation,
            fact,
            self._question.settings,
            understanding,
            self._question.text,
            now,
        )
        conversation.version += 1
        if self._question.gone:
            own_seq, fact_id = conversation.last_seq, None
        else:
            own_seq, fact_id = await self._visitor_wrote(conversation)
        await self.applying.apply(self._result.effects)
        conversation.state = self._result.state
        if self.applying.forgotten:
            return await self._forgotten(conversation)
        count(fact, conversation, understanding)
        views = self._reply(conversation, fact_id)
        self._done(own_seq, conversation)
        return TurnOutcome(tuple(views), understanding, gone=self._question.gone)

    async def _visitor_wrote(self, conversation: ConversationRow) -> tuple[int, int | None]:
        """Write the visitor's message with what was understood: (seq, fact id)."""
        result, text, now = self._result, self._question.text, self._core.now()
        understanding = result.understanding
        facts = [effect.values for effect in result.effects if effect.kind == "fact"]
        overrides = {name: value for fact in facts for name, value in fact.items()}
        fact_id = await question_fact(self._session, conversation, understanding, overrides, now)
        await gap_of_turn(self._session, conversation, text, understanding, result.effects, now)
        seq = append_visitor(
            self._session,
            conversation,
            text,
            now,
            sent_at=self._question.row.sent_at,
            kind=self._question.row.kind,
            language=understanding.language,
            understanding=understanding,
            fact_id=fact_id,
        )
        return seq, fact_id

    async def _held(self) -> ConversationRow:
        """The conversation, unless it changed; marks inbox row and choice first, so that two
        writers of the same turn cannot both get past this point."""
        conversation = await locked(self._session, self._question.conversation.id)
        if conversation.version != self._question.conversation.version:
            raise Changed
        row = await self._session.get(InboxRow, self._question.row.id, with_for_update=True)
        if row is None or row.done_at is not None:
            raise Changed
        self._row = row
        row.done_at, row.text = self._core.now(), None
        choice = self._question.choice
        if choice is not None:
            await self._session.execute(
                update(ChoiceRow)
                .where(ChoiceRow.id == choice.id, ChoiceRow.used_at.is_(None))
                .values(used_at=self._core.now())
            )
        return conversation

    def _reply(self, conversation: ConversationRow, fact_id: int | None) -> list[MessageView]:
        replies = [*greeting_before(conversation, self._result), *self._result.replies]
        conversation.greeted = True
        return append(self._core, self._session, conversation, replies, fact_id=fact_id)

    async def _forgotten(self, conversation: ConversationRow) -> TurnOutcome:
        """The last words are shown, and for a platform sent, but kept nowhere else."""
        replies: tuple[Reply, ...] = self._result.replies
        views = append(self._core, self._session, conversation, replies)
        await self._session.flush()
        last_words = farewell(self._core, conversation, views)
        await erase(self._session, conversation.id)
        if last_words is not None:
            self._session.add(last_words)
        return TurnOutcome(tuple(views), self._result.understanding)

    def _done(self, own_seq: int, conversation: ConversationRow) -> None:
        row = self._row
        row.first_seq = own_seq + 1
        row.last_seq = conversation.last_seq
        row.error = "choice_gone" if self._question.gone else None
        row.understanding = asdict(self._result.understanding)


async def oldest_waiting(session: AsyncSession, conversation_id: str) -> int | None:
    """The inbox row whose turn is next."""
    found: int | None = await session.scalar(
        select(InboxRow.id)
        .where(InboxRow.conversation_id == conversation_id, InboxRow.done_at.is_(None))
        .order_by(InboxRow.sent_at, InboxRow.id)
        .limit(1)
    )
    return found
