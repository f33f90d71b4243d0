"""The transaction of one turn: everything that follows from a message, or nothing of it.

Its rows are written by prepared statements (store.rows): conversation, fact and inbox row come
from the question's snapshot, and are not the session's.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.effects import Applying
from service.facts import count, lasts, new_fact, question_fact
from service.forgetting import erase
from service.gaps import gap_of_turn
from service.messages import append, append_visitor
from service.opening import greeting_before
from service.outbox import farewell
from service.question import Question
from service.types import Reply, TurnResult, to_json
from service.views import MessageView, TurnOutcome
from store.models import (
    ChoiceRow,
    ConversationFactRow,
    ConversationRow,
    InboxRow,
    QuestionFactRow,
)
from store.models.aggregates import forget_months
from store.rows import NewRows, insert_row, run, table_of, update_row

# What a turn may change; whoever else changes one of the first raises the version.
_OF_CONVERSATION = (
    "language", "owner", "version", "last_seq", "state", "public", "situations", "greeted",
    "fact_id", "updated_at", "last_visitor_at",
)  # fmt: skip
_OF_FACT = (
    "language", "theme", "public", "outcome", "questions", "answered", "handed_over", "booked",
    "seconds",
)  # fmt: skip
_OF_INBOX = ("done_at", "text", "first_seq", "last_seq", "error", "understanding")
_CONVERSATION, _INBOX, _CHOICE = map(table_of, (ConversationRow, InboxRow, ChoiceRow))
_PRESENT = (
    select(_CONVERSATION.c.version, _CONVERSATION.c.last_visitor_at, _INBOX.c.done_at)
    .join(_INBOX, _INBOX.c.conversation_id == _CONVERSATION.c.id)
    .where(_INBOX.c.id == bindparam("inbox"))
    .with_for_update()
)
_PICKED = (
    update(_CHOICE)
    .where(_CHOICE.c.id == bindparam("choice"), _CHOICE.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)


class Changed(Exception):
    """The conversation changed while the engine was thinking."""


class Writing:
    """The transaction of one turn."""

    applying: Applying

    def __init__(
        self, core: Core, session: AsyncSession, question: Question, result: TurnResult
    ) -> None:
        self._core = core
        self._session = session
        self._question = question
        self._result = result
        self._new = NewRows()
        self._understood = to_json(result.understanding)

    async def run(self) -> TurnOutcome:
        """Write it all. Raises Changed, SlotTaken, Conflict: nothing is written then, and the
        question must be read again."""
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
        await self._apply()
        conversation.state = self._result.state
        if self.applying.forgotten:
            return await self._forgotten(conversation, fact)
        count(fact, conversation, understanding)
        views = self._reply(conversation, fact_id)
        self._done(own_seq, conversation)
        await self._write(conversation, fact)
        return TurnOutcome(tuple(views), understanding, gone=self._question.gone)

    async def _apply(self) -> None:
        """The effects; they may read what the visitor wrote."""
        if self._result.effects:
            await self._new.write(self._session)
            await self.applying.apply(self._result.effects)

    async def _facts(self, conversation: ConversationRow) -> tuple[ConversationFactRow, int | None]:
        """The rows of conversation and question; new ones go in at once, for their numbers."""
        now, fact = self._core.now(), self._question.fact
        if fact is None:
            fact = new_fact(conversation, now)
            conversation.fact_id = fact.id = await insert_row(self._session, fact)
        else:
            lasts(fact, conversation, now)
        fresh = self._question_fact(conversation)
        await forget_months(self._session, fact.day, fresh.day if fresh is not None else fact.day)
        return fact, await insert_row(self._session, fresh) if fresh is not None else None

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
            self._new,
            conversation,
            text,
            now,
            sent_at=self._question.row.sent_at,
            kind=self._question.row.kind,
            language=understanding.language,
            understanding=self._understood,
            fact_id=fact_id,
        )

    async def _held(self) -> ConversationRow:
        """The conversation, unless it or its message changed: both are held until the end, so
        that two writers of the same turn cannot both get past this point."""
        conversation, choice = self._question.conversation, self._question.choice
        found = await run(self._session, _PRESENT, {"inbox": self._question.row.id})
        present = found.first()
        if present is None or present.done_at is not None:
            raise Changed
        if present.version != conversation.version:
            raise Changed
        conversation.last_visitor_at = present.last_visitor_at  # another message may have come
        if choice is not None:
            picked = {"choice": choice.id, "now": self._core.now()}
            await run(self._session, _PICKED, picked)
        return conversation

    def _reply(self, conversation: ConversationRow, fact_id: int | None) -> list[MessageView]:
        replies = [*greeting_before(conversation, self._result), *self._result.replies]
        conversation.greeted = True
        return append(self._core, self._new, conversation, replies, fact_id=fact_id)

    async def _forgotten(
        self, conversation: ConversationRow, fact: ConversationFactRow
    ) -> TurnOutcome:
        """The last words are shown, and for a platform sent, but kept nowhere."""
        replies: Sequence[Reply] = self._result.replies
        views = append(self._core, NewRows(), conversation, replies)
        await update_row(self._session, fact, _OF_FACT)
        await self._session.flush()
        last_words = farewell(self._core, conversation, views)
        await erase(self._session, conversation.id)
        if last_words is not None:
            self._session.add(last_words)
        return TurnOutcome(tuple(views), self._result.understanding)

    def _done(self, own_seq: int, conversation: ConversationRow) -> None:
        row = self._question.row
        row.done_at, row.text = self._core.now(), None
        row.first_seq = own_seq + 1
        row.last_seq = conversation.last_seq
        row.error = "choice_gone" if self._question.gone else None
        row.understanding = self._understood

    async def _write(self, conversation: ConversationRow, fact: ConversationFactRow) -> None:
        await self._new.write(self._session)
        await update_row(self._session, fact, _OF_FACT)
        await update_row(self._session, conversation, _OF_CONVERSATION)
        await update_row(self._session, self._question.row, _OF_INBOX)
