"""The queue's rows: opening and closing a handover, in somebody else's transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import ConversationRow, HandoverRow, MessageRow

_LONGEST_SUMMARY = 280  # characters: two lines of the queue
_LOOK_BACK = 10  # messages of the visitor
_SAYS_SOMETHING = 8  # words


async def open_row(session: AsyncSession, conversation_id: str) -> HandoverRow | None:
    """The open handover of a conversation, held for the transaction."""
    query = select(HandoverRow).where(
        HandoverRow.conversation_id == conversation_id, HandoverRow.closed_at.is_(None)
    )
    row: HandoverRow | None = await session.scalar(query.with_for_update())
    return row


async def open_handover(
    session: AsyncSession,
    conversation: ConversationRow,
    now: datetime,
    *,
    reason: str,
    urgent: bool = False,
    theme: str | None = None,
    summary: str = "",
) -> HandoverRow:
    """Put a conversation into the queue; when it is there already, only raise its urgency."""
    row = await open_row(session, conversation.id)
    if row is None:
        row = HandoverRow(
            conversation_id=conversation.id,
            reason=reason,
            urgent=urgent,
            theme=theme,
            summary=shortened(summary),
            read_seq=0,
            created_at=now,
        )
        session.add(row)
        conversation.owner = "waiting"
        conversation.version += 1
    elif urgent and not row.urgent:
        row.urgent = True
        row.reason = reason
    await session.flush()
    return row


async def close_handover(
    session: AsyncSession, conversation: ConversationRow, now: datetime, outcome: str
) -> None:
    """The bot goes on."""
    row = await open_row(session, conversation.id)
    if row is not None:
        row.closed_at = now
        row.outcome = outcome
    conversation.owner = "bot"
    conversation.version += 1
    await session.flush()


async def need(session: AsyncSession, conversation_id: str, text: str, act: str) -> str:
    """What a visitor needs, for the queue.

    "I want to talk to somebody" tells a counsellor nothing: the last question before it does.
    Longer requests say something themselves, and follow.
    """
    if act == "ask":
        return text
    query = select(MessageRow.text, MessageRow.understanding).where(
        MessageRow.conversation_id == conversation_id, MessageRow.author == "visitor"
    )
    for question, understood in await session.execute(
        query.order_by(MessageRow.seq.desc()).limit(_LOOK_BACK)
    ):
        if (understood or {}).get("act") in ("ask", "follow_up"):
            return f"{question} – {text}" if len(text.split()) >= _SAYS_SOMETHING else question
    return text


def shortened(text: str) -> str:
    """Two lines of a text."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_SUMMARY else words[: _LONGEST_SUMMARY - 1] + "…"
