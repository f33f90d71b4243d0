"""What the desk sees of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.types import Language, Owner, Understanding
from service.views.agenda import DeskAppointment
from service.views.visits import MessageView

Delivery = Literal["pending", "sending", "sent", "delivered", "read", "failed"]


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One conversation that waits (or is being handled), as the queue shows it."""

    conversation_id: str
    waiting_since: datetime
    language: Language | None
    theme: str | None
    public: str | None
    channel: str
    reason: str
    urgent: bool
    summary: str  # redacted, two lines at most
    team: str | None = None
    for_counsellor: int | None = None
    owner: Owner = "waiting"
    counsellor: str | None = None  # who has it
    last_message_at: datetime | None = None
    unread: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskMessage:
    """A message as a counsellor sees it: codes hidden, understanding and delivery shown."""

    message: MessageView
    understanding: Understanding | None
    judged: bool | None  # a counsellor said: right (True) or wrong (False)
    delivery: Delivery | None
    counsellor: str | None  # who wrote it, for messages of counsellors


@dataclass(frozen=True, slots=True)
class Note:
    """A private note of the desk."""

    id: int
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class DeskConversation:
    """All that a counsellor sees of one conversation."""

    entry: QueueEntry
    messages: tuple[DeskMessage, ...]
    notes: tuple[Note, ...]
    tags: tuple[str, ...]
    situations: tuple[str, ...]
    appointment: DeskAppointment | None
    mine: bool
    version: int
    window_until: datetime | None  # platforms: until when we may write; None: no limit


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A ready answer. ``{counsellor}`` is filled in with the name of the one who sends it."""

    id: int
    key: str
    fr: str
    nl: str


@dataclass(frozen=True, slots=True)
class LeftMessage:
    """A message left out of hours, to be answered on the desk."""

    id: int
    at: datetime
    language: Language
    theme: str | None
    text: str
    reply: str | None
    replied_by: str | None
    replied_at: datetime | None
