"""The transaction of one turn: everything that follows from a message, or nothing of it."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.effects import Applying
from service.facts import count, found_fact, lasts, new_fact, question_fact
from service.forgetting import erase
from service.gaps import gap_of_turn
from service.messages import append, append_visitor
from service.opening import greeting_before
from service.outbox import farewell
from service.question import Question
from service.types import Reply, TurnResult
from service.views import MessageView, TurnOutcome
from store.models import (
    ChoiceRow,
    ConversationFactRow,
    ConversationRow,
    InboxRow,
    QuestionFactRow,
)


class Changed(Exception):
    """The conversation changed while the engine was thinking."""


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
        fact, fact_id = await self._facts(conversation)
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
        own_seq = conversation.last_seq
        if not self._question.gone:
            own_seq = await self._visitor_wrote(conversation, fact_id)
        await self.applying.apply(self._result.effects)
        conversation.state = self._result.state
        if self.applying.forgotten:
            return await self._forgotten(conversation)
        count(fact, conversation, understanding)
        views = self._reply(conversation, fact_id)
        self._done(own_seq, conversation)
        return TurnOutcome(tuple(views), understanding, gone=self._question.gone)

    async def _facts(self, conversation: ConversationRow) -> tuple[ConversationFactRow, int | None]:
        """The rows of conversation and question; new ones go in at once, for their numbers, while
        nothing else is waiting to be written."""
        now, fresh = self._core.now(), self._question_fact(conversation)
        found = await found_fact(self._session, conversation)
        fact = found or new_fact(conversation, now)
        self._session.add_all([fact, fresh] if fresh is not None else [fact])
        await self._session.flush()
        conversation.fact_id = fact.id
        if found is not None:
            lasts(found, conversation, now)
        return fact, fresh.id if fresh is not None else None

    def _question_fact(self, conversation: ConversationRow) -> QuestionFactRow | None:
        if self._question.gone:
            return None
        facts = [effect.values for effect in self._result.effects if effect.kind == "fact"]
        overrides = {name: value for fact in facts for name, value in fact.items()}
        return question_fact(conversation, self._result.understanding, overrides, self._core.now())

    async def _visitor_wrote(self, conversation: ConversationRow, fact_id: int | None) -> int:
        """Write the visitor's message with what was understood; its seq."""
        result, text, now = self._result, self._question.text, self._core.now()
        understanding = result.understanding
        await gap_of_turn(self._session, conversation, text, understanding, result.effects, now)
        return append_visitor(
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

    async def _held(self) -> ConversationRow:
        """The conversation, unless it or its message changed: both are held until the end, so
        that two writers of the same turn cannot both get past this point."""
        found = await self._session.execute(
            select(ConversationRow, InboxRow)
            .join(InboxRow, InboxRow.conversation_id == ConversationRow.id)
            .where(InboxRow.id == self._question.row.id)
            .with_for_update()
        )
        for conversation, row in found.tuples():
            if row.done_at is None and conversation.version == self._question.conversation.version:
                break
        else:
            raise Changed
        self._row = row
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
        row.done_at, row.text = self._core.now(), None
        row.first_seq = own_seq + 1
        row.last_seq = conversation.last_seq
        row.error = "choice_gone" if self._question.gone else None
        row.understanding = asdict(self._result.understanding)
