"""What the house shows to channels and desk. Frozen values; times are aware and UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from service.types import ArticleCard, Author, Json, Language, Owner, Understanding

Role = Literal["counsellor", "admin"]
PresenceState = Literal["online", "busy", "away", "offline"]
AppointmentStatus = Literal["pending", "confirmed", "cancelled", "came", "missed"]
Delivery = Literal["pending", "sending", "sent", "delivered", "read", "failed"]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice as the visitor may know it."""

    id: str
    label: str


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
    closing_days: tuple[Json, ...]  # {"date", "fr", "nl"}, in the booking horizon


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time for an appointment. ``id`` books it, for as long as it is free."""

    id: str
    starts_at: datetime
    ends_at: datetime
    languages: tuple[str, ...]
    themes: tuple[str, ...]  # empty: all themes
    place: str  # "centre" | "remote" | own text of the counsellor


@dataclass(frozen=True, slots=True)
class VisitorAppointment:
    """What a code shows: date, hour and place only."""

    starts_at: datetime
    ends_at: datetime
    place: str
    language: Language
    status: AppointmentStatus
    ics_path_token: str  # signed, expires: ``Appointments.ics`` takes it


@dataclass(frozen=True, slots=True)
class Counsellor:
    """A member of the desk."""

    id: int
    name: str  # shown to colleagues
    login: str
    role: Role
    languages: tuple[str, ...]
    themes: tuple[str, ...]  # empty: all
    team: str | None
    interface_language: Language
    has_totp: bool
    active: bool
    cap: int


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A signed-in counsellor. ``token`` goes into the cookie, ``csrf`` into the forms."""

    counsellor: Counsellor
    token: str
    csrf: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is at the desk now."""

    counsellor: Counsellor
    state: PresenceState
    open_conversations: int
    seen_at: datetime | None


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
class DeskAppointment:
    """An appointment as the desk sees it: no name, no text, no code."""

    id: int
    counsellor_id: int
    counsellor: str
    starts_at: datetime
    ends_at: datetime
    status: AppointmentStatus
    language: Language
    theme: str | None
    channel: str
    place: str
    conversation_id: str | None  # while the conversation exists
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Availability:
    """A weekly time of a counsellor, local wall time in Brussels."""

    id: int
    counsellor_id: int
    weekday: int  # 0 is Monday
    starts: time
    ends: time
    length: int  # minutes
    pause: int  # minutes between two appointments
    place: str
    languages: tuple[str, ...]  # empty: those of the counsellor
    themes: tuple[str, ...]  # empty: those of the counsellor


@dataclass(frozen=True, slots=True)
class AvailabilityException:
    """A day (or a part of it) on which a counsellor is away."""

    id: int
    counsellor_id: int
    day: date
    starts: time | None  # None: the whole day
    ends: time | None


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A day without appointments and live chat."""

    day: date
    fr: str
    nl: str
    own: bool  # of the own list; else a public holiday in Belgium


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


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when, to which thing. Never message text."""

    at: datetime
    by: str | None
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the knowledge did not serve, redacted."""

    id: int
    at: datetime
    language: str
    text: str
    reason: str  # unanswered | unhelpful | handed_over
    nearest: tuple[Json, ...]  # {"id", "confidence"}
    status: str  # open | phrasing | draft | out_of_scope | ignored
    article: str | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that the desk must see at once: the engine or a channel fails."""

    name: str  # "engine" | "whatsapp" | "messenger" | ...
    since: datetime
    detail: str  # a code of service.wording: "alarm.<detail>"


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """How much a purge deleted, or would delete."""

    conversations: int
    appointments: int
    left_messages: int
    gaps: int
    seen: int
    sessions: int
    audit: int
    dry_run: bool
