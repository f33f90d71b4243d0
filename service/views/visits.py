"""What channels see of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from service.types import ArticleCard, Author, Json, Language, Owner, Understanding


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice as the visitor may know it. ``short``: a label of at most 24 characters, if there
    is one. ``beside``: a near subject, offered with an answer."""

    id: str
    label: str
    short: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message, as the visitor sees it: the codes are filled in. ``text`` is Markdown."""

    seq: int
    kind: str
    author: Author
    language: str
    text: str
    at: datetime
    choices: tuple[ChoiceView, ...] = ()
    article: ArticleCard | None = None
    data: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Started:
    """A new web conversation. ``token`` is told once and never again."""

    id: str
    token: str
    language: Language | None
    messages: tuple[MessageView, ...]


@dataclass(frozen=True, slots=True)
class TurnOutcome:
    """What came of one message of a visitor: the messages new since, without his own."""

    messages: tuple[MessageView, ...]
    understanding: Understanding
    gone: bool = False  # the choice could not be picked any more; the question is put again


@dataclass(frozen=True, slots=True)
class ConversationState:
    """Where a visitor's conversation stands."""

    id: str
    owner: Owner
    language: Language | None
    channel: str
    queue_position: int | None
    last_seq: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """The live-chat hours (never the opening hours of the house)."""

    open_now: bool
    counsellors_present: int
    next_opening: datetime | None
    week: tuple[Json, ...]  # {"weekday": 0-6, "from": "09:00", "until": "17:00"}, local time
    closing_days: tuple[Json, ...]  # {"date", "fr", "nl"}, of the coming year
