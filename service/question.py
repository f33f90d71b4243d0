"""A message as it is read for its turn: with its conversation, its choice, and the snapshot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.choices import pick, typed
from service.core import Core
from service.ownwords import WORDS
from service.settings import DeskSettings, OwnClosingDays, Settings
from service.snapshot import Surroundings
from service.types import Json, Snapshot, TurnInput
from store.models import ChoiceRow, ConversationFactRow, ConversationRow, InboxRow

_OLDEST_TWO = (
    select(InboxRow, ConversationRow, ConversationFactRow)
    .join(ConversationRow, ConversationRow.id == InboxRow.conversation_id)
    .outerjoin(ConversationFactRow, ConversationFactRow.id == ConversationRow.fact_id)
    .where(InboxRow.conversation_id == bindparam("conversation"), InboxRow.done_at.is_(None))
    .order_by(InboxRow.sent_at, InboxRow.id)
    .limit(2)
)
_Read = tuple[InboxRow, ConversationRow, ConversationFactRow | None]


@dataclass(frozen=True, slots=True)
class Around:
    """What is the same for every question of a moment, and whether this one is alone."""

    settings: DeskSettings
    closing_days: OwnClosingDays
    last: bool = True  # no other message of the conversation waits


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that a turn needs to know."""

    row: InboxRow
    conversation: ConversationRow
    fact: ConversationFactRow | None
    around: Around
    text: str
    choice: ChoiceRow | None = None
    gone: bool = False  # a choice that cannot be picked any more
    snapshot: Snapshot | None = None

    @property
    def settings(self) -> DeskSettings:
        """The desk's, at this moment."""
        return self.around.settings

    @property
    def action(self) -> Json | None:
        """What the choice means to the engine."""
        return self.choice.action if self.choice else None

    def turn_input(self, snapshot: Snapshot) -> TurnInput:
        """What the engine is asked."""
        conversation = self.conversation
        return TurnInput(
            text=self.text,
            language=conversation.language,  # type: ignore[arg-type]  # fr, nl or None
            channel=conversation.channel,
            state=conversation.state,
            snapshot=snapshot,
            choice=self.action,
            public=conversation.public,
            situations=tuple(conversation.situations),
        )


class Questions:
    """Reads questions, each from one consistent state of the database."""

    def __init__(self, core: Core, settings: Settings, surroundings: Surroundings) -> None:
        self._core = core
        self._settings = settings
        self._surroundings = surroundings

    async def oldest(self, conversation_id: str) -> Question | None:
        """The message of a conversation whose turn is next; None when there is none."""
        settings, closed = await self._settings.get(), await self._settings.closing_days()
        async with self._core.read(brief=True) as session:
            waiting = await _oldest_two(session, conversation_id)
            if not waiting:
                return None
            around = Around(settings, closed, last=len(waiting) == 1)
            question = await self._with_choice(session, waiting[0], around)
            return replace(question, snapshot=await self._snapshot(session, question, ()))

    async def snapshot(self, question: Question, needs: tuple[str, ...]) -> Snapshot:
        """The house as it is now, with the costly parts that are needed."""
        if not needs and question.snapshot is not None:
            return question.snapshot
        code = question.snapshot.code if question.snapshot else None
        async with self._core.read(brief=True) as session:
            # A wrong code in the text was looked up, and counted, the first time.
            again = await self._snapshot(session, replace(question, text=""), needs)
        return replace(again, code=code)

    async def _snapshot(
        self, session: AsyncSession, question: Question, needs: tuple[str, ...]
    ) -> Snapshot:
        return await self._surroundings.snapshot(
            session,
            question.conversation,
            question.settings,
            question.around.closing_days,
            question.text,
            needs,
        )

    async def _with_choice(self, session: AsyncSession, read: _Read, around: Around) -> Question:
        row, conversation, fact = read
        now, text = self._core.now(), row.text or ""
        plain = Question(row, conversation, fact, around, text)
        if row.choice_id is not None:
            choice, usable = await pick(session, conversation.id, row.choice_id, now)
            if usable and choice is not None:
                return replace(plain, text=choice.label, choice=choice)
            if not text or (choice is not None and choice.used_at is not None):
                return replace(plain, gone=True)
            # An old button on a platform: its label says what was meant.
        if row.kind in WORDS and conversation.owner != "counsellor":
            return replace(plain, choice=await typed(session, conversation, text, now))
        return plain


async def _oldest_two(session: AsyncSession, conversation_id: str) -> list[_Read]:
    found = await session.execute(_OLDEST_TWO, {"conversation": conversation_id})
    return [(row, conversation, fact) for row, conversation, fact in found]
