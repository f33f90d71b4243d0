"""What is kept about the work of the house: audit trail, gaps, alarms, purges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.types import Json


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
    reason: str  # one of service.gaps.REASONS
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
