"""A stretch of time that a visitor means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
OPENS, CLOSES = time(8), time(20)  # nobody means the night when asking for an appointment


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
class Hours:
    """A stretch of a day."""

    start: time = OPENS
    end: time = CLOSES
    exact: bool = False

    def on(self, day: date, exact_day: bool) -> Window:
        """That stretch on a day."""
        return Window(
            datetime.combine(day, self.start, BRUSSELS),
            datetime.combine(day, self.end, BRUSSELS),
            self.exact and exact_day,
        )


@dataclass(frozen=True, slots=True)
class Days:
    """Days that were named; ``exact`` when it is one."""

    days: tuple[date, ...]
    exact: bool = False


def span(first: date, count: int) -> tuple[date, ...]:
    """So many days from the first."""
    return tuple(first + timedelta(days=step) for step in range(count))
