"""One turn, one transaction.

A turn reads a snapshot, asks the engine outside any lock, and writes everything that follows
(messages, dialogue state, effects, facts, what must go out) in one transaction together with
the mark that its inbox row is done. Whatever dies at whatever moment, an accepted message gets
exactly one committed turn. When the world changed meanwhile (another version, a slot taken) the
turn is taken again from a new snapshot.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import structlog

from service.alarms import Alarms
from service.choices import question_again
from service.core import Core
from service.effects import Applying
from service.errors import Busy, EngineUnavailable, SlotTaken
from service.events import Event
from service.forgetting import after_erasing
from service.nobody import chosen_alone, is_alone, nobody_there
from service.ownwords import engine_down, not_text, staying_in_queue
from service.question import Question, Questions
from service.settings import Settings
from service.snapshot import Surroundings
from service.types import Engine, TurnResult, Understanding
from service.views import TurnOutcome
from service.writing import Changed, Writing
from store.errors import Conflict

log = structlog.get_logger("azimut.turn")
_MOST_RERUNS = 20
_MOST_CONFLICTS = 4  # a rule of the database that refuses again and again is a mistake of ours


class Taken(NamedTuple):
    """A turn that was committed."""

    inbox_id: int
    outcome: TurnOutcome
    last: bool  # nothing else of the conversation waited: what came since has its own wake


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
        self._questions = Questions(core, settings, surroundings)
        self._alarms = alarms

    async def take_next(self, conversation_id: str) -> Taken | None:
        """Take the next turn of a conversation; None when there is none. Raises Busy."""
        conflicts = 0
        try:
            for _ in range(_MOST_RERUNS):
                question = await self._questions.oldest(conversation_id)
                if question is None:
                    return None
                result = await self._answer(question)
                try:
                    return await self._commit(question, result)
                except (Changed, SlotTaken):
                    continue
                except Conflict:
                    conflicts += 1
                    if conflicts > _MOST_CONFLICTS:
                        raise
        except Busy:
            raise
        except Exception as error:
            log.error("turn failed", reason=type(error).__name__)
        return await self._last_resort(conversation_id)

    async def _last_resort(self, conversation_id: str) -> Taken | None:
        """An effect that cannot be applied is our mistake: a person takes over, not silence."""
        question = await self._questions.oldest(conversation_id)
        if question is None:
            return None
        await self._alarms.ring("engine", "engine")
        return await self._commit(question, await self._without_engine(question))

    async def _answer(self, question: Question) -> TurnResult:
        """What the house itself can say; else what the engine says."""
        own = not_text(question.row.kind, question.conversation) or staying_in_queue(
            question.action, question.conversation
        )
        if own is not None:
            return own
        if question.gone:
            return await self._put_again(question)
        if is_alone(question):
            return chosen_alone(question, await self._questions.snapshot(question, ("slots",)))
        try:
            result = await self._ask(question)
        except EngineUnavailable as error:
            log.error("engine unavailable", reason=str(error))
            await self._alarms.ring("engine", "engine")
            return await self._without_engine(question)
        await self._alarms.quiet("engine")
        return result

    async def _without_engine(self, question: Question) -> TurnResult:
        """To the queue instead of into silence; out of hours nobody reads the queue."""
        snapshot = await self._questions.snapshot(question, ("slots",))
        if snapshot.desk_open or question.conversation.owner != "bot":
            return engine_down(question.conversation)
        return nobody_there(question, snapshot)

    async def _ask(self, question: Question) -> TurnResult:
        needs: tuple[str, ...] = ()
        for _ in range(3):
            turn = question.turn_input(await self._questions.snapshot(question, needs))
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

    async def _put_again(self, question: Question) -> TurnResult:
        async with self._core.read(brief=True) as session:
            again = await question_again(session, question.conversation, question.row.choice_id)
        return TurnResult(
            (again,) if again and again.text else (),
            Understanding(language=question.conversation.language or "fr", outcome="clarifying"),
            (),
            question.conversation.state,
        )

    async def _commit(self, question: Question, result: TurnResult) -> Taken:
        async with self._core.write(brief=True) as session:
            writing = Writing(self._core, session, question, result)
            outcome = await writing.run()
        if writing.applying.forgotten:
            await after_erasing(self._core, question.conversation.id)
        else:
            await self._tell(question, writing.applying)
        return Taken(question.row.id, outcome, question.around.last)

    async def _tell(self, question: Question, applied: Applying) -> None:
        seq = applied.conversation.last_seq
        await self._core.bus.publish(Event("message", question.conversation.id, seq))
        for event in applied.events:
            await self._core.bus.publish(event)
