"""Writing messages down, and showing them again."""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from service.choices import BESIDE, offers
from service.core import Core
from service.errors import NotFound
from service.types import ArticleCard, Json, Reply, Understanding, reply_from_json, to_json
from service.views import ChoiceView, MessageView
from store.base import Base
from store.models import (
    AppointmentRow,
    ChoiceRow,
    ConversationRow,
    LeftMessageRow,
    MessageRow,
    OutboxRow,
)

HIDDEN_CODE = "••••-••••"


async def locked(session: AsyncSession, conversation_id: str) -> ConversationRow:
    """The conversation, held until the end of the transaction. Raises NotFound."""
    row = await session.get(ConversationRow, conversation_id, with_for_update=True)
    if row is None:
        raise NotFound("no such conversation")
    return row


Kept = TypeVar("Kept", AppointmentRow, LeftMessageRow)


async def held_with_talk(
    session: AsyncSession, kind: type[Kept], number: int
) -> tuple[Kept | None, ConversationRow | None]:
    """What outlives its conversation, and the conversation while it exists: both held until the
    end of the transaction, the conversation first. Everybody holds in that order, or two would
    wait for each other."""
    seen = await session.get(kind, number)
    if seen is None:
        return None, None
    talk = seen.conversation_id
    conversation = await session.get(ConversationRow, talk, with_for_update=True) if talk else None
    row = await session.get(kind, number, with_for_update=True, populate_existing=True)
    return row, conversation


class Adds(Protocol):
    """Takes new rows: a session, or ``store.rows.NewRows``."""

    def add(self, row: Base, /) -> None:
        """One."""
        ...

    def add_all(self, rows: Iterable[Base], /) -> None:
        """Some."""
        ...


def append(
    core: Core,
    rows: Adds,
    conversation: ConversationRow,
    replies: Sequence[Reply],
    *,
    counsellor: str | None = None,
    client_id: str | None = None,
    fact_id: int | None = None,
) -> list[MessageView]:
    """Write messages of bot, system or counsellor; for a platform, also what must go out."""
    now = core.now()
    views = [
        _write(core, rows, conversation, reply, now, counsellor, client_id, fact_id)
        for reply in replies
    ]
    if views and conversation.channel != "web":
        rows.add(_outbound(conversation, views, now, by_person=counsellor is not None))
    conversation.updated_at = now
    return views


def append_visitor(
    rows: Adds,
    conversation: ConversationRow,
    text: str,
    at: datetime,
    *,
    sent_at: datetime,
    kind: str = "text",
    language: str | None = None,
    understanding: Json | None = None,
    fact_id: int | None = None,
) -> int:
    """Write the visitor's own message; gives its seq. ``sent_at`` opens a platform's window."""
    conversation.last_seq += 1
    conversation.updated_at = at
    conversation.last_visitor_at = max(sent_at, conversation.last_visitor_at or sent_at)
    rows.add(
        MessageRow(
            conversation_id=conversation.id,
            seq=conversation.last_seq,
            kind=kind,
            author="visitor",
            language=language or conversation.language or "fr",
            text=text,
            data={},
            understanding=understanding,
            fact_id=fact_id,
            at=at,
        )
    )
    return conversation.last_seq


async def read_messages(
    core: Core,
    session: AsyncSession,
    conversation_id: str,
    *,
    after: int = 0,
    until: int | None = None,
    limit: int = 100,
) -> list[MessageView]:
    """The messages with after < seq <= until, as the visitor sees them."""
    query = select(MessageRow).where(
        MessageRow.conversation_id == conversation_id, MessageRow.seq > after
    )
    if until is not None:
        query = query.where(MessageRow.seq <= until)
    rows = (await session.scalars(query.order_by(MessageRow.seq).limit(limit))).all()
    return await views_of(core, session, rows)


async def views_of(
    core: Core, session: AsyncSession, rows: Sequence[MessageRow], *, for_visitor: bool = True
) -> list[MessageView]:
    """Rows of one conversation as views; the codes are shown to the visitor only."""
    choices = await _choices(session, rows)
    return [_view(core, row, choices[row.seq], for_visitor) for row in rows]


def understanding_of(stored: Json | None) -> Understanding | None:
    """What was understood of a message, from its row."""
    if stored is None:
        return None
    fields = dict(stored)
    for name in ("choices", "situations", "ranking", "why"):
        fields[name] = tuple(fields.get(name, ()))
    return Understanding(**fields)


def filled(text: str, values: Json) -> str:
    """Put the secrets into their marks."""
    return re.sub(r"\{([a-z_]+)\}", lambda mark: str(values.get(mark[1], mark[0])), text)


def _write(
    core: Core,
    rows: Adds,
    conversation: ConversationRow,
    reply: Reply,
    now: datetime,
    counsellor: str | None,
    client_id: str | None,
    fact_id: int | None,
) -> MessageView:
    conversation.last_seq += 1
    row = MessageRow(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        kind=reply.kind,
        author=reply.author,
        language=reply.language,
        text=reply.text,
        article=to_json(reply.article) if reply.article else None,
        data=dict(reply.data),
        secrets=core.keys.encrypt_json(reply.secrets) if reply.secrets else None,
        counsellor=counsellor,
        client_id=client_id,
        fact_id=fact_id,
        at=now,
    )
    rows.add(row)
    expires = now + timedelta(seconds=core.options.choice_life)
    offered = [
        ChoiceRow(
            id=secrets.token_urlsafe(12),
            conversation_id=conversation.id,
            seq=row.seq,
            position=position,
            label=choice.label,
            action=choice.action,
            expires_at=expires,
        )
        for position, choice in offers(reply, conversation.channel)
    ]
    rows.add_all(offered)
    return _view(core, row, offered, True)


def _outbound(
    conversation: ConversationRow, views: Sequence[MessageView], now: datetime, *, by_person: bool
) -> OutboxRow:
    return OutboxRow(
        conversation_id=conversation.id,
        lane=conversation.id,
        channel=conversation.channel,
        account=conversation.account or "",
        address=conversation.address or "",
        kind="messages",
        language=conversation.language or views[0].language,
        seqs=[view.seq for view in views],
        by_person=by_person,
        opaque=secrets.token_hex(16),
        due_at=now,
        created_at=now,
        updated_at=now,
    )


async def _choices(
    session: AsyncSession, rows: Sequence[MessageRow]
) -> defaultdict[int, list[ChoiceRow]]:
    found: defaultdict[int, list[ChoiceRow]] = defaultdict(list)
    if rows:
        query = select(ChoiceRow).where(
            ChoiceRow.conversation_id == rows[0].conversation_id,
            ChoiceRow.seq.in_([row.seq for row in rows]),
        )
        for choice in await session.scalars(query.order_by(ChoiceRow.seq, ChoiceRow.position)):
            found[choice.seq].append(choice)
    return found


def _view(
    core: Core, row: MessageRow, offered: Iterable[ChoiceRow], for_visitor: bool
) -> MessageView:
    return MessageView(
        seq=row.seq,
        kind=row.kind,
        author=row.author,  # type: ignore[arg-type]  # written by us only
        language=row.language,
        text=_text(core, row, for_visitor),
        at=row.at,
        choices=tuple(
            ChoiceView(own.id, own.label, own.action.get("short") or "", own.position >= BESIDE)
            for own in offered
        ),
        article=_card(row.article),
        data=dict(row.data or {}),
    )


def _text(core: Core, row: MessageRow, for_visitor: bool) -> str:
    if row.secrets is None:
        return row.text
    values = core.keys.decrypt_json(row.secrets)
    return filled(row.text, values if for_visitor else dict.fromkeys(values, HIDDEN_CODE))


def _card(stored: Json | None) -> ArticleCard | None:
    if stored is None:
        return None
    return reply_from_json({"text": "", "language": "", "article": stored}).article
