"""What an operator sets once for a running house (desk settings live in the database)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

Clock = Callable[[], datetime]
"""Gives the present moment, aware and in UTC."""


def system_clock() -> datetime:
    """The clock of the machine."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True, slots=True)
class HouseOptions:
    """Limits and times of the machinery; seconds unless said otherwise."""

    web_wait: float = 20.0  # how long a web request waits for its turn
    engine_timeout: float = 30.0  # then the engine counts as unavailable
    longest_text: int = 4000  # characters of one message; longer is refused
    choice_life: float = 24 * 3600.0  # how long a choice may be picked
    turns_at_once: int = 8  # conversations whose turns run at the same time
    session_life: float = 12 * 3600.0  # of a signed-in counsellor
    session_idle: float = 30 * 60.0  # without a request, then signed out
    ics_life: float = 7 * 24 * 3600.0  # of the signed address of an .ics file
    seen_life_days: int = 8  # keyed hashes of platform message ids
    sending_grace: float = 120.0  # after a crash: wait for a status before sending again
    most_tries: int = 8  # of one outbox row, then failed
