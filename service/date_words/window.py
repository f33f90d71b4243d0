"""A stretch of time that a visitor means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

OPENS, CLOSES = 8 * 60, 20 * 60  # minutes; nobody means the night for an appointment


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` to before ``end``, aware, Europe/Brussels. ``exact``: an hour was named
    on a named day, so that a slot at that hour is what is meant."""

    start: datetime
    end: datetime
    exact: bool = False

    def holds(self, moment: str | datetime) -> bool:
        """Whether a slot that starts then is meant."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class Clock:
    """A stretch of a day, in minutes since midnight."""

    start: int = OPENS
    end: int = CLOSES
    exact: bool = False
