"""Choices that were offered: found by id, or by a typed label or number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.types import Choice, Reply
from store.models import ChoiceRow, ConversationRow, MessageRow

# Positions from here on: subjects near an answer, offered beside it on the platforms. They only
# show something, so they can be picked as often and as late as one likes.
BESIDE = 100
_RECENT = 40  # messages back in which a near subject still counts by its title

_LAST_OWN = (
    select(func.coalesce(func.max(MessageRow.seq), 0))
    .where(MessageRow.conversation_id == bindparam("conversation"), MessageRow.author == "visitor")
    .scalar_subquery()
)
_USABLE = and_(ChoiceRow.used_at.is_(None), ChoiceRow.expires_at > bindparam("now"))
_OFFERED = (
    select(ChoiceRow, ChoiceRow.seq > _LAST_OWN)
    .where(
        ChoiceRow.conversation_id == bindparam("conversation"),
        ChoiceRow.seq > _LAST_OWN - _RECENT,
        or_(ChoiceRow.position >= BESIDE, and_(ChoiceRow.seq > _LAST_OWN, _USABLE)),
    )
    .order_by(ChoiceRow.seq, ChoiceRow.position)
)
_NUMBER = re.compile(
    r"^\W*(?:(?:nr|no|n°|nummer|num[ée]ro|optie|option|keuze|choix)\W*)?(\d{1,2})\W*$", re.I
)


_ORDINALS = {
    word: place
    for place, words in enumerate(
        (
            "premier premiere 1er 1ere eerste 1ste",
            "deuxieme second seconde 2e 2eme tweede 2de",
            "troisieme 3e 3eme derde 3de",
        )
    )
    for word in words.split()
} | dict.fromkeys(("dernier", "derniere", "laatste"), -1)
_BESIDE = frozenset("le la l de het choix keuze option optie celui celle ci svp aub graag".split())


async def pick(
    session: AsyncSession, conversation_id: str, choice_id: str, now: datetime
) -> tuple[ChoiceRow | None, bool]:
    """(the choice of an id, may it still be picked). None when it was never ours to offer."""
    row = await session.get(ChoiceRow, choice_id)
    if row is None or row.conversation_id != conversation_id:
        return None, False
    return row, row.position >= BESIDE or (row.used_at is None and row.expires_at > now)


def offers(reply: Reply, channel: str) -> Iterator[tuple[int, Choice]]:
    """What a reply offers, by position. The web shows near subjects as links, the platforms have
    only choices."""
    yield from enumerate(reply.choices)
    if reply.article is None or channel == "web":
        return
    labels = {choice.label for choice in reply.choices}
    near = [item for item in reply.article.related if item["title"] not in labels]
    for position, item in enumerate(near, start=BESIDE):
        action = {"act": "show_article", "article": item["id"], "short": item.get("label", "")}
        yield position, Choice(item["title"], action)


async def typed(
    session: AsyncSession, conversation: ConversationRow, text: str, now: datetime
) -> ChoiceRow | None:
    """The choice of the last answer whose label or number was typed, or a near subject of the
    answers before it whose title was; None if there is none."""
    offered, earlier = await _offered(session, conversation.id, now)
    wanted = _plain(text)
    for choice in (*offered, *earlier):
        if wanted and wanted in (_plain(choice.label), _plain(choice.action.get("short") or "")):
            return choice
    index = _place(text, wanted)
    if index is None or not -1 <= index < len(offered) or not offered:
        return None
    return offered[index]


def _place(text: str, wanted: str) -> int | None:
    """Which one is meant by "2", "le premier", "de laatste": counted from 0, -1 for the last."""
    number = _NUMBER.match(text)
    if number:
        return int(number[1]) - 1 if int(number[1]) else None
    words = [word for word in wanted.split() if word not in _BESIDE]
    return _ORDINALS.get(words[0]) if len(words) == 1 else None


async def question_again(
    session: AsyncSession, conversation: ConversationRow, choice_id: str | None
) -> Reply | None:
    """The message that offered a choice (or the last one that offered any), to be put again."""
    gone = await session.get(ChoiceRow, choice_id) if choice_id else None
    seq = gone.seq if gone and gone.conversation_id == conversation.id else None
    if seq is None:
        newest = select(func.max(ChoiceRow.seq)).where(ChoiceRow.conversation_id == conversation.id)
        seq = await session.scalar(newest)
    if seq is None:
        return None
    message = await session.get(MessageRow, (conversation.id, seq))
    if message is None:
        return None
    choices = await session.scalars(
        select(ChoiceRow)
        .where(
            ChoiceRow.conversation_id == conversation.id,
            ChoiceRow.seq == seq,
            ChoiceRow.position < BESIDE,
        )
        .order_by(ChoiceRow.position)
    )
    return Reply(
        text=message.text if message.secrets is None else "",
        language=message.language,
        kind="text" if message.kind == "article" else message.kind,
        choices=tuple(Choice(row.label, row.action) for row in choices),
        data=message.data,
    )


async def _offered(
    session: AsyncSession, conversation_id: str, now: datetime
) -> tuple[list[ChoiceRow], list[ChoiceRow]]:
    """The usable choices offered since the visitor's last message; near subjects of some messages
    before, the newest first."""
    asked = {"conversation": conversation_id, "now": now}
    found = (await session.execute(_OFFERED, asked)).tuples()
    rows = [(row, bool(now_offered)) for row, now_offered in found]
    last = [row for row, now_offered in rows if now_offered]
    return last, [row for row, now_offered in reversed(rows) if not now_offered]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())
