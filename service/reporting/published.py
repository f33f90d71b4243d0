"""The published tables: a fixed set in which nobody can be recognised.

Whole calendar years only, so that no two published periods overlap. Every count is rounded to
5, and a total is the sum of the rounded counts, never the rounded true one. All tables count the
same contacts, and that is the only thing that ties them together; so what a reader could still
work out is exactly this: each count lies within 2 of what is shown, and the true total lies in
the range that every table allows. ``guarded`` works that out too, and leaves away a table when
some count in it (or in another) could be told to be one of fewer than ``SPREAD`` numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from service.errors import BadRequest
from service.reporting.audience import crossed
from service.reporting.cubes import CONTACTS
from service.reporting.period import Period, whole
from service.reporting.table import Column, Head, Row, Table
from service.reporting.tally import tally
from service.reporting.values import ALWAYS, UNKNOWN

BASE = 5
SPREAD = 3
_REACH = BASE // 2
#: The fixed set: what is counted by what.
PUBLISHED: dict[str, tuple[str, ...]] = {
    "months": ("month",),
    "themes_publics": ("theme", "public"),
    "languages": ("language",),
    "channels": ("channel",),
    "results": ("outcome",),
}
RESULTS = (
    "started",
    "smalltalk",
    "other_language",
    "out_of_scope",
    "unanswered",
    "clarifying",
    "answered",
    "waiting",
    "human",
    "booked",
    UNKNOWN,
)


def rounded(count: int) -> int:
    """To the nearest multiple of 5."""
    return BASE * ((count + _REACH) // BASE)


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers that a published count may stand for."""

    least: int
    most: int

    @property
    def wide(self) -> bool:
        """Wide enough to say nothing about one person."""
        return self.most - self.least + 1 >= SPREAD


def allowed(shown: int) -> Range:
    """What a rounded count may stand for."""
    return Range(max(0, shown - _REACH), shown + _REACH)


def total_of(shown: list[int]) -> Range:
    """What the true total may be, given the rounded counts of one table."""
    ranges = [allowed(count) for count in shown]
    return Range(sum(r.least for r in ranges), sum(r.most for r in ranges))


def meet(ranges: list[Range]) -> Range:
    """What all of them allow."""
    return Range(max(r.least for r in ranges), min(r.most for r in ranges))


def deduced(shown: list[int], total: Range) -> Iterator[Range]:
    """What each count of a table may be for a reader who knows the range of the total."""
    everything = total_of(shown)
    for count in shown:
        own = allowed(count)
        others = Range(everything.least - own.least, everything.most - own.most)
        yield Range(
            max(own.least, total.least - others.most), min(own.most, total.most - others.least)
        )


def guarded(tables: dict[str, list[int]]) -> list[str]:
    """The names of the tables that may appear together, as many as possible in their order."""
    kept: list[str] = []
    for name in tables:
        together = [tables[other] for other in (*kept, name)]
        total = meet([total_of(shown) for shown in together])
        if all(each.wide for shown in together for each in deduced(shown, total)):
            kept.append(name)
    return kept


def publishable(period: Period, today: date) -> Period:
    """The period, if it may be published. Raises BadRequest."""
    if period != whole("year", period.first) or period.last >= today:
        raise BadRequest("published tables are of whole calendar years that are over")
    return period


async def published(session: AsyncSession, period: Period, today: date) -> dict[str, Table | None]:
    """The fixed set for a year; None for a table that would say too much. Raises BadRequest."""
    publishable(period, today)
    tables = {}
    for key, by in PUBLISHED.items():
        counted = await tally(session, CONTACTS, period, by=by)
        tables[key] = _table(key, by, counted.fold(by, "contacts"), period)
    inner = {key: [*_inner(table)] for key, table in tables.items()}
    kept = guarded(inner)
    return {key: table if key in kept else None for key, table in tables.items()}


def _table(
    key: str, by: tuple[str, ...], counts: dict[tuple[Any, ...], int], period: Period
) -> Table:
    rows_are = _values(by[0], period)
    if len(by) == 2:
        columns_are = _values(by[1], period)
        pairs: dict[tuple[Any, Any], int] = {}
        for (row, column), number in counts.items():
            pair = _placed(row, rows_are), _placed(column, columns_are)
            pairs[pair] = pairs.get(pair, 0) + number
        shown = {pair: rounded(number) for pair, number in pairs.items()}
        return crossed(key, by[0], rows_are, by[1], columns_are, shown)
    placed: dict[Any, int] = {}
    for (value,), number in counts.items():
        place = _placed(value, rows_are)
        placed[place] = placed.get(place, 0) + number
    rows = [Row(Head(by[0], value), (rounded(placed.get(value, 0)),)) for value in rows_are]
    total = sum(int(row.numbers[0] or 0) for row in rows)
    rows.append(Row(Head("column", "total"), (total,), total=True))
    return Table(key, by[0], (Column(Head("measure", "contacts")),), tuple(rows))


def _values(family: str, period: Period) -> tuple[Any, ...]:
    """Always the same rows, so that a missing one tells nothing."""
    if family == "month":
        return tuple(period.months())
    if family == "outcome":
        return RESULTS
    return (*ALWAYS[family], UNKNOWN)


def _placed(value: Any, rows: tuple[Any, ...]) -> Any:
    """A value outside the fixed rows counts as unknown."""
    return value if value in rows else UNKNOWN


def _inner(table: Table) -> Iterator[int]:
    """The counts that are no totals."""
    for row in table.body():
        for column, number in zip(table.columns, row.numbers, strict=True):
            if column.head.value != "total":
                yield int(number or 0)
