"""Was the answer helpful? Counted on the question's fact; a gap when it was not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from service.errors import NotFound
from service.gaps import unhelpful_gap
from store.models import ConversationRow, MessageRow, QuestionFactRow

if TYPE_CHECKING:
    from service.effects import Applying


async def mark(
    session: AsyncSession, conversation: ConversationRow, seq: int, helpful: bool, now: datetime
) -> None:
    """The answer ``seq`` was helpful or not. Raises NotFound when it is no answer."""
    answer = await session.get(MessageRow, (conversation.id, seq))
    if answer is None or answer.author == "visitor" or answer.fact_id is None:
        raise NotFound("no such answer")
    fact = await session.get(QuestionFactRow, answer.fact_id)
    if fact is None or fact.helpful == helpful:
        return
    fact.helpful = helpful
    question = await session.scalar(
        select(MessageRow).where(
            MessageRow.conversation_id == conversation.id,
            MessageRow.author == "visitor",
            MessageRow.fact_id == answer.fact_id,
        )
    )
    if not helpful and question is not None:
        gap = unhelpful_gap(conversation, question, now)
        if gap is not None:
            session.add(gap)


async def mark_last_answer(turn: Applying, helpful: bool) -> None:
    """The same for the newest answer, when the engine understood it from words."""
    seq = await turn.session.scalar(
        select(MessageRow.seq)
        .where(
            MessageRow.conversation_id == turn.conversation.id,
            MessageRow.author == "bot",
            MessageRow.fact_id.is_not(None),
        )
        .order_by(MessageRow.seq.desc())
        .limit(1)
    )
    if seq is not None:
        await mark(turn.session, turn.conversation, seq, helpful, turn.now)
