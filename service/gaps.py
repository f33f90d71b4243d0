"""Gaps: redacted questions that the knowledge did not serve, for the desk to learn from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from service.audit import audit_line
from service.core import Core
from service.errors import BadRequest
from service.messages import understanding_of
from service.types import Effect, Language, Understanding
from service.views import Gap
from store.models import ConversationRow, GapRow, MessageRow

REASONS = ("unanswered", "unhelpful", "handed_over", "out_of_scope")
STATUSES = ("open", "phrasing", "draft", "out_of_scope", "ignored")


class Gaps:
    """Read and settle."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def open(self, language: Language | None = None, limit: int = 500) -> tuple[Gap, ...]:
        """Newest first."""
        query = select(GapRow).where(GapRow.status == "open")
        if language is not None:
            query = query.where(GapRow.language == language)
        async with self._core.read() as session:
            rows = await session.scalars(query.order_by(GapRow.at.desc()).limit(limit))
            return tuple(_view(row) for row in rows)

    async def settle(
        self, by: int, gap_ids: tuple[int, ...], status: str, article: str | None = None
    ) -> None:
        """phrasing | draft | out_of_scope | ignored | open (again). Raises BadRequest."""
        if status not in STATUSES:
            raise BadRequest("status")
        async with self._core.write() as session:
            await session.execute(
                update(GapRow).where(GapRow.id.in_(gap_ids)).values(status=status, article=article)
            )
            for gap_id in gap_ids:
                session.add(audit_line(self._core, by, f"gap_{status}", gap_id))


async def gap_of_turn(
    session: AsyncSession,
    conversation: ConversationRow,
    text: str,
    understanding: Understanding,
    effects: tuple[Effect, ...],
    now: datetime,
) -> None:
    """Write a gap when a turn was not answered (also when it was taken for no business of ours:
    that may be the mistake), or led to a human right after an answer or a question back."""
    if not text.strip():
        return
    if understanding.outcome in ("unanswered", "out_of_scope"):
        session.add(_row(conversation, text, understanding, understanding.outcome, now))
    elif any(effect.kind == "hand_over" for effect in effects):
        asked = await _question_before(session, conversation)
        if asked is not None:
            before = understanding_of(asked.understanding)
            if before is not None and before.outcome in ("answered", "clarifying"):
                session.add(_row(conversation, asked.text, before, "handed_over", now))


def unhelpful_gap(
    conversation: ConversationRow, question: MessageRow, now: datetime
) -> GapRow | None:
    """The gap of an answer that was marked unhelpful."""
    understanding = understanding_of(question.understanding)
    if understanding is None:
        return None
    return _row(conversation, question.text, understanding, "unhelpful", now)


async def _question_before(
    session: AsyncSession, conversation: ConversationRow
) -> MessageRow | None:
    """The visitor's message before the one of this turn (which is not written yet)."""
    row: MessageRow | None = await session.scalar(
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation.id, MessageRow.author == "visitor")
        .order_by(MessageRow.seq.desc())
        .limit(1)
    )
    return row


def _row(
    conversation: ConversationRow,
    text: str,
    understanding: Understanding,
    reason: str,
    now: datetime,
) -> GapRow:
    return GapRow(
        conversation_id=conversation.id,
        at=now,
        language=understanding.language,
        text=text,
        reason=reason,
        nearest=list(understanding.ranking[:3]),
        article=understanding.article,
        status="open",
    )


def _view(row: GapRow) -> Gap:
    return Gap(
        row.id,
        row.at,
        row.language,
        row.text,
        row.reason,
        tuple(row.nearest),
        row.status,
        row.article,
    )
