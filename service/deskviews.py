"""What the desk sees of conversations: the queue, and one conversation with its understanding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.agendaviews import active_appointment
from service.core import Core
from service.errors import NotFound
from service.messages import understanding_of, views_of
from service.settings import DeskSettings
from service.views import (
    Delivery,
    DeskConversation,
    DeskMessage,
    Note,
    QueueEntry,
)
from service.windows import window_until
from store.models import (
    ConversationRow,
    CounsellorRow,
    HandoverRow,
    MessageRow,
    NoteRow,
    OutboxRow,
)

_MOST_MESSAGES = 500  # of one conversation, the newest
# A send in several parts is as far as its slowest part.
_SLOWEST: tuple[Delivery, ...] = ("failed", "pending", "sending", "sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Empty means everything."""

    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    team: str | None = None


async def queue(session: AsyncSession, filters: QueueFilter) -> tuple[QueueEntry, ...]:
    """Who waits: urgent first, then oldest."""
    query = _entries().where(HandoverRow.closed_at.is_(None), HandoverRow.counsellor_id.is_(None))
    if filters.languages:
        query = query.where(ConversationRow.language.in_(filters.languages))
    if filters.themes:
        query = query.where(HandoverRow.theme.in_(filters.themes))
    if filters.channels:
        query = query.where(ConversationRow.channel.in_(filters.channels))
    if filters.team is not None:
        query = query.where(HandoverRow.team == filters.team)
    return await _read(session, query)


async def open_with(session: AsyncSession, counsellor_id: int) -> tuple[QueueEntry, ...]:
    """The open conversations of a counsellor."""
    query = _entries().where(
        HandoverRow.closed_at.is_(None), HandoverRow.counsellor_id == counsellor_id
    )
    return await _read(session, query)


async def open_elsewhere(session: AsyncSession, counsellor_id: int) -> tuple[QueueEntry, ...]:
    """The open conversations of everybody else."""
    query = _entries().where(
        HandoverRow.closed_at.is_(None),
        HandoverRow.counsellor_id.is_not(None),
        HandoverRow.counsellor_id != counsellor_id,
    )
    return await _read(session, query)


async def conversation(
    core: Core,
    session: AsyncSession,
    settings: DeskSettings,
    conversation_id: str,
    counsellor_id: int,
    after: int,
) -> DeskConversation:
    """One conversation with the messages after ``after``. Raises NotFound."""
    row = await session.get(ConversationRow, conversation_id)
    if row is None:
        raise NotFound("no such conversation")
    newest = _entries(outer=True).where(ConversationRow.id == conversation_id)
    found = (
        await session.execute(newest.order_by(None).order_by(HandoverRow.id.desc()).limit(1))
    ).one()
    handover: HandoverRow | None = found[0]
    mine = (
        handover is not None
        and handover.closed_at is None
        and handover.counsellor_id == counsellor_id
    )
    return DeskConversation(
        entry=_entry(found),
        messages=await _messages(core, session, conversation_id, after),
        notes=await _notes(session, conversation_id),
        tags=tuple(row.tags),
        situations=tuple(row.situations),
        appointment=await active_appointment(core, session, settings, conversation_id),
        mine=mine,
        version=row.version,
        window_until=window_until(row, core.by_hand),
    )


def _entries(*, outer: bool = False) -> Select[Any]:
    """Handovers with their conversation, counsellor and number of unread messages."""
    unread = (
        select(func.count())
        .select_from(MessageRow)
        .where(
            MessageRow.conversation_id == ConversationRow.id,
            MessageRow.author == "visitor",
            MessageRow.seq > HandoverRow.read_seq,
        )
        .correlate(ConversationRow, HandoverRow)
        .scalar_subquery()
    )
    handed = and_(HandoverRow.conversation_id == ConversationRow.id)
    return (
        select(HandoverRow, ConversationRow, CounsellorRow.name, unread)
        .select_from(ConversationRow)
        .join(HandoverRow, handed, isouter=outer)
        .outerjoin(CounsellorRow, CounsellorRow.id == HandoverRow.counsellor_id)
        .order_by(HandoverRow.urgent.desc(), HandoverRow.created_at, HandoverRow.id)
    )


async def _read(session: AsyncSession, query: Select[Any]) -> tuple[QueueEntry, ...]:
    return tuple(_entry(found) for found in await session.execute(query))


def _entry(found: Any) -> QueueEntry:
    handover: HandoverRow | None = found[0]
    row: ConversationRow = found[1]
    return QueueEntry(
        conversation_id=row.id,
        waiting_since=handover.created_at if handover else row.created_at,
        language=row.language,  # type: ignore[arg-type]  # fr, nl or None
        theme=handover.theme if handover else None,
        public=row.public,
        channel=row.channel,
        reason=handover.reason if handover else "",
        urgent=handover.urgent if handover else False,
        summary=handover.summary if handover else "",
        team=handover.team if handover else None,
        for_counsellor=handover.for_counsellor_id if handover else None,
        owner=row.owner,  # type: ignore[arg-type]  # written by us only
        counsellor=found[2],
        last_message_at=row.last_visitor_at,
        unread=found[3] or 0,
        tags=tuple(row.tags),
    )


async def _messages(
    core: Core, session: AsyncSession, conversation_id: str, after: int
) -> tuple[DeskMessage, ...]:
    query = (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.seq > after)
        .order_by(MessageRow.seq.desc())
        .limit(_MOST_MESSAGES)
    )
    rows = list(reversed((await session.scalars(query)).all()))
    views = await views_of(core, session, rows, for_visitor=False)
    deliveries = await _deliveries(session, conversation_id)
    return tuple(
        DeskMessage(
            view,
            understanding_of(row.understanding),
            row.judged,
            deliveries.get(row.seq),
            row.counsellor,
        )
        for row, view in zip(rows, views, strict=True)
    )


async def _deliveries(session: AsyncSession, conversation_id: str) -> dict[int, Delivery]:
    query = select(OutboxRow.seqs, OutboxRow.status).where(
        OutboxRow.conversation_id == conversation_id
    )
    found: dict[int, Delivery] = {}
    for seqs, status in await session.execute(query):
        for seq in seqs:
            found[seq] = min(found.get(seq, status), status, key=_SLOWEST.index)
    return found


async def _notes(session: AsyncSession, conversation_id: str) -> tuple[Note, ...]:
    query = select(NoteRow).where(NoteRow.conversation_id == conversation_id).order_by(NoteRow.id)
    rows: Sequence[NoteRow] = (await session.scalars(query)).all()
    return tuple(Note(row.id, row.at, row.counsellor, row.text) for row in rows)
