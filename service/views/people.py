"""Counsellors, their sessions and whether they are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.types import Language

Role = Literal["counsellor", "admin"]
PresenceState = Literal["online", "busy", "away", "offline"]


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
