"""The transaction of one turn: everything that follows from a message, or nothing of it."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.effects import Applying
from service.facts import conversation_fact, count, question_fact
from service.forgetting import erase
from service.gaps import gap_of_turn
from service.messages import append, append_visitor, locked
from service.opening import greeting_before
from service.outbox import farewell
from service.question import Question
from service.types import Reply, TurnResult
from service.views import MessageView, TurnOutcome
from store.models import ChoiceRow, ConversationRow, InboxRow


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
