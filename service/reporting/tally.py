"""Counts by several dimensions, from the counted months and, for the other days, the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.reporting.cubes import Cube
from service.reporting.period import Period, month_period
from store.models import AggregateMonthRow

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Tally:
    """Cells by ``dimensions``, each with one number a measure. Folds to any of the dimensions."""

    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    cells: Mapping[Key, tuple[int, ...]]

    def total(self, measure: str, **equal: Any) -> int:
        """The sum of a measure over the cells that have these values."""
        number = self.measures.index(measure)
        wanted = [(self.dimensions.index(name), value) for name, value in equal.items()]
        return sum(
            numbers[number]
            for key, numbers in self.cells.items()
            if all(key[place] == value for place, value in wanted)
        )

    def by(self, dimension: str, measure: str, **equal: Any) -> dict[Any, int]:
        """The measure for each value of a dimension, the largest first."""
        folded = self.fold((dimension,), measure, **equal)
        return {key[0]: number for key, number in folded.items()}

    def fold(self, dimensions: Sequence[str], measure: str, **equal: Any) -> dict[Key, int]:
        """The measure for each combination of values, the largest first."""
        number = self.measures.index(measure)
        places = [self.dimensions.index(name) for name in dimensions]
        wanted = [(self.dimensions.index(name), value) for name, value in equal.items()]
        sums: dict[Key, int] = defaultdict(int)
        for key, numbers in self.cells.items():
            if all(key[place] == value for place, value in wanted):
                sums[tuple(key[place] for place in places)] += numbers[number]
        return dict(sorted(sums.items(), key=lambda item: (-item[1], str(item[0]))))


@dataclass(frozen=True, slots=True)
class Filter:
    """Only facts with these values; None: all."""

    channel: str | None = None
    language: str | None = None
    theme: str | None = None
    public: str | None = None

    def given(self) -> dict[str, str]:
        """Those that are set."""
        values = {
            "channel": self.channel,
            "language": self.language,
            "theme": self.theme,
            "public": self.public,
        }
        return {name: value for name, value in values.items() if value}


@dataclass
class _Adding:
    """Where cells of several queries come together."""

    cells: dict[Key, list[int]] = field(default_factory=dict)

    def add(self, rows: Sequence[Any], width: int) -> None:
        for row in rows:
            key, numbers = tuple(row[:width]), row[width:]
            known = self.cells.get(key)
            if known is None:
                self.cells[key] = [int(number) for number in numbers]
            else:
                for place, number in enumerate(numbers):
                    known[place] += int(number)


async def tally(
    session: AsyncSession,
    cube: Cube,
    period: Period,
    filter: Filter = Filter(),
    by: tuple[str, ...] = (),
) -> Tally:
    """Count a cube over a period. ``by``: the dimensions that are wanted, also
    ``month`` and ``day``. What the counted months do not know is counted from the facts."""
    filtered = filter.given()
    columns = set(by) - {"month", "day"} | set(filtered)
    counted: list[date] = []
    if cube.has(columns) and "day" not in by:
        counted = await _counted_months(session, period)
    adding = _Adding()
    if counted:
        adding.add(await _from_cells(session, cube, counted, filtered, by), len(by))
    spans = uncovered(period, counted)
    if spans:
        adding.add(await _from_facts(session, cube, spans, filtered, by), len(by))
    cells = {key: tuple(numbers) for key, numbers in adding.cells.items()}
    return Tally(by, tuple(cube.measures), cells)


def uncovered(period: Period, counted: Sequence[date]) -> list[Period]:
    """The days of a period outside the counted months, as few spans as possible."""
    spans: list[Period] = []
    for month in period.months():
        if month in counted:
            continue
        whole = month_period(month)
        part = Period(max(whole.first, period.first), min(whole.last, period.last))
        if spans and (part.first - spans[-1].last).days == 1:
            spans[-1] = Period(spans[-1].first, part.last)
        else:
            spans.append(part)
    return spans


async def _counted_months(session: AsyncSession, period: Period) -> list[date]:
    months = await session.scalars(
        select(AggregateMonthRow.month).where(
            AggregateMonthRow.month.between(period.first, period.last)
        )
    )
    return [month for month in months if month_period(month).last <= period.last]


async def _from_cells(
    session: AsyncSession,
    cube: Cube,
    months: list[date],
    filtered: Mapping[str, str],
    dimensions: tuple[str, ...],
) -> Sequence[Any]:
    cells: Any = cube.cells
    by = [getattr(cells, name) for name in dimensions]
    sums = [func.coalesce(func.sum(getattr(cells, name)), 0) for name in cube.measures]
    query = select(*by, *sums).where(cells.month.in_(months))
    query = query.where(*(getattr(cells, name) == value for name, value in filtered.items()))
    return (await session.execute(query.group_by(*by))).all()


async def _from_facts(
    session: AsyncSession,
    cube: Cube,
    spans: list[Period],
    filtered: Mapping[str, str],
    dimensions: tuple[str, ...],
) -> Sequence[Any]:
    facts = cube.facts
    by = [facts.day if name == "month" else getattr(facts, name) for name in dimensions]
    query = select(*by, *cube.measures.values()).where(
        or_(*(facts.day.between(span.first, span.last) for span in spans)),
        *(getattr(facts, name) == value for name, value in filtered.items()),
    )
    if cube.only is not None:
        query = query.where(cube.only)
    rows = (await session.execute(query.group_by(*by))).all()
    if "month" not in dimensions:
        return rows
    place = dimensions.index("month")
    return [
        (*row[:place], row[place].replace(day=1), *row[place + 1 :]) for row in map(tuple, rows)
    ]
