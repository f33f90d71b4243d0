"""Counts from the fact rows: no text, no identity. Exact, for signed-in people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from service.core import Core
from service.errors import BadRequest
from service.options import BRUSSELS
from service.reporting.aggregates import Aggregates
from service.reporting.cubes import ARTICLES, CONTACTS, QUESTIONS, Cube
from service.reporting.figures import Figures, figures
from service.reporting.period import Period
from service.reporting.published import published, rounded
from service.reporting.source import Asked
from service.reporting.table import Table
from service.reporting.tally import Filter, tally
from service.reporting.waiting import waits
from service.types import Json

__all__ = ["DIMENSIONS", "Period", "Statistics", "rounded"]

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
_FILTERS = ("channel", "language", "theme", "public")


class Statistics:
    """Figures of any period; ``published`` is what everybody may see."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.aggregates = Aggregates(core)

    async def figures(self, asked: Asked, names: Iterable[str]) -> Figures:
        """Tables for the desk and the report. Raises NotFound, Busy."""
        async with self._core.read() as session:
            return await figures(session, asked, names)

    async def questions(self, period: Period, *by: str, **equal: str) -> tuple[Json, ...]:
        """Counts of questions grouped by DIMENSIONS: [{dimension: value, "count": n}], the
        largest first. ``equal``: channel, language, theme, public. Raises BadRequest."""
        cube = (
            ARTICLES if "article" in by and ARTICLES.has(set(by) - {"month", "day"}) else QUESTIONS
        )
        return await self._counts(cube, "questions", period, by, equal)

    async def conversations(self, period: Period, *by: str, **equal: str) -> tuple[Json, ...]:
        """The same for conversations (outcome: answered, handed over, booked, ...)."""
        return await self._counts(CONTACTS, "contacts", period, by, equal)

    async def waiting(self, period: Period) -> Json:
        """Seconds to a human: {"count", "median", "p90"}."""
        async with self._core.read() as session:
            waited = (await waits(session, period, Filter())).all
        return {"count": waited.count, "median": waited.median, "p90": waited.p90}

    async def refresh(self) -> int:
        """Count finished months beforehand; gives how many were counted."""
        return await self.aggregates.refresh()

    async def published(self, period: Period) -> dict[str, Table | None]:
        """The fixed set of published tables; None for one that would say too much. Raises
        BadRequest unless the period is a calendar year that is over."""
        async with self._core.read() as session:
            return await published(session, period, self.today())

    def today(self) -> date:
        """The local day."""
        return self._core.now().astimezone(BRUSSELS).date()

    async def _counts(
        self, cube: Cube, measure: str, period: Period, by: tuple[str, ...], equal: dict[str, str]
    ) -> tuple[Json, ...]:
        for name in (*by, *equal):
            allowed = DIMENSIONS if name in by else _FILTERS
            if name not in allowed or not (name == "month" or hasattr(cube.facts, name)):
                raise BadRequest(name)
        async with self._core.read() as session:
            counted = await tally(session, cube, period, Filter(**equal), by)
        return tuple(
            {**dict(zip(by, key, strict=True)), "count": number}
            for key, number in counted.fold(by, measure).items()
        )
