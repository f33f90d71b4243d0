"""Counts from the fact rows: no text, no identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.types import Json

DIMENSIONS = (
    "day",
    "month",
    "hour",
    "weekday",
    "channel",
    "language",
    "theme",
    "public",
    "article",
    "outcome",
    "helpful",
)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    first: date
    last: date


class Statistics:
    """Exact figures, for signed-in people; ``rounded`` for publication."""

    async def questions(
        self, period: Period, *by: str, **equal: str
    ) -> tuple[Json, ...]:
        """Counts of questions grouped by DIMENSIONS: [{dimension: value, "count": n}]."""
        raise NotImplementedError

    async def conversations(
        self, period: Period, *by: str, **equal: str
    ) -> tuple[Json, ...]:
        """The same for conversations (outcome: answered, handed over, booked, ...)."""
        raise NotImplementedError

    async def waiting(self, period: Period) -> Json:
        """Seconds to a human: {"count", "median", "p90"}."""
        raise NotImplementedError


def rounded(count: int, base: int = 5) -> int:
    """To the nearest multiple of ``base``: nobody is recognised by subtraction."""
    return base * round(count / base)
