"""The queue's rows: opening and closing a handover, in somebody else's transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import ConversationRow, HandoverRow

_LONGEST_SUMMARY = 280  # characters: two lines of the queue


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


def shortened(text: str) -> str:
    """Two lines of a text."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_SUMMARY else words[: _LONGEST_SUMMARY - 1] + "…"
