"""Facts for statistics, written with the turn: no text, no identity."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.options import BRUSSELS
from service.types import Json, Understanding
from store.models import ConversationFactRow, ConversationRow, QuestionFactRow

# Outcomes of messages that are no question: they are not counted as one.
NO_QUESTION = frozenset({"smalltalk", "with_counsellor", "forgotten"})
_COLUMNS = ("language", "act", "theme", "public", "article", "outcome")
_MAY_BE_EMPTY = ("theme", "article")
# The best thing that happened is the outcome of a conversation.
_RANK = (
    "started",
    "smalltalk",
    "other_language",
    "out_of_scope",
    "unanswered",
    "clarifying",
    "answered",
    "waiting",
    "human",
    "booked",
)


def question_fact(
    conversation: ConversationRow, understanding: Understanding, overrides: Json, now: datetime
) -> QuestionFactRow | None:
    """The row of a question; None when it was no question."""
    if understanding.outcome in NO_QUESTION:
        return None
    values = {name: getattr(understanding, name) for name in _COLUMNS}
    values |= {
        name: value
        for name, value in overrides.items()
        if name in _COLUMNS and (value is not None or name in _MAY_BE_EMPTY)
    }
    return QuestionFactRow(**when(now), channel=conversation.channel, **values)


async def conversation_fact(
    session: AsyncSession, conversation: ConversationRow, now: datetime
) -> ConversationFactRow:
    """The row of a conversation: made with the first message of the visitor."""
    row = await found_fact(session, conversation)
    if row is not None:
        lasts(row, conversation, now)
        return row
    row = new_fact(conversation, now)
    session.add(row)
    await session.flush()
    conversation.fact_id = row.id
    return row


async def found_fact(
    session: AsyncSession, conversation: ConversationRow
) -> ConversationFactRow | None:
    """The row of a conversation that has one."""
    if conversation.fact_id is None:
        return None
    return await session.get(ConversationFactRow, conversation.fact_id)


def lasts(row: ConversationFactRow, conversation: ConversationRow, now: datetime) -> None:
    """The conversation goes on until now."""
    row.seconds = max(0, int((now - conversation.created_at).total_seconds()))


def new_fact(conversation: ConversationRow, now: datetime) -> ConversationFactRow:
    """The row of a conversation that begins."""
    return ConversationFactRow(
        **when(now),
        channel=conversation.channel,
        outcome="started",
        questions=0,
        answered=0,
        handed_over=False,
        met_human=False,
        booked=False,
        seconds=0,
    )


def count(
    row: ConversationFactRow, conversation: ConversationRow, understanding: Understanding
) -> None:
    """Add one understood message to the row of its conversation."""
    outcome = understanding.outcome
    if outcome not in NO_QUESTION:
        row.questions += 1
    if outcome == "answered":
        row.answered += 1
    row.language = conversation.language or understanding.language
    row.theme = understanding.theme or row.theme
    row.public = conversation.public or row.public
    better(row, "waiting" if outcome == "handover" else outcome)


def better(row: ConversationFactRow, outcome: str) -> None:
    """Raise the outcome of a conversation, never lower it."""
    if outcome in _RANK and _RANK.index(outcome) > _RANK.index(row.outcome):
        row.outcome = outcome


def when(now: datetime) -> Json:
    """The local day, hour and weekday of a moment."""
    local = now.astimezone(BRUSSELS)
    return {"day": local.date(), "hour": local.hour, "weekday": local.weekday()}
