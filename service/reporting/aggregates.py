"""Count finished months beforehand, so that pages over years stay fast."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, delete, func, insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.options import BRUSSELS
from service.reporting.cubes import CUBES, Cube
from service.reporting.period import Period, month_period
from store.models import AggregateMonthRow, ConversationFactRow, QuestionFactRow

_FACTS = (ConversationFactRow, QuestionFactRow)


class Aggregates:
    """Keeps the counted months. ``refresh`` is called now and then; figures are right without
    it, only slower."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def refresh(self) -> int:
        """Count the finished months that are not counted; gives how many. Raises Busy."""
        missing = await self.missing()
        for month in missing:
            async with self._core.write() as session:
                await count_month(session, month)
        return len(missing)

    async def missing(self) -> tuple[date, ...]:
        """The finished months with facts that are not counted, oldest first."""
        today = self._core.now().astimezone(BRUSSELS).date()
        async with self._core.read() as session:
            span = await span_of_facts(session)
            if span is None:
                return ()
            counted = set(await session.scalars(select(AggregateMonthRow.month)))
        months = Period(span.first, min(span.last, today)).months()
        return tuple(
            month for month in months if month not in counted and month_period(month).last < today
        )


async def span_of_facts(session: AsyncSession) -> Period | None:
    """From the first day with facts to the last; None without facts."""
    days: list[date] = []
    for facts in _FACTS:
        for edge in (func.min(facts.day), func.max(facts.day)):
            day = await session.scalar(select(edge))
            days += [day] if day is not None else []
    return Period(min(days), max(days)) if days else None


async def count_month(session: AsyncSession, month: date) -> None:
    """Count one month anew. Raises Busy on PostgreSQL while a turn is being written.

    Nobody may change a fact meanwhile. SQLite has one writer, and this transaction is it. On
    PostgreSQL the tables of facts are locked for the few milliseconds, without waiting: whoever
    waits here while holding a lock could wait for ever.
    """
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(facts.__tablename__ for facts in _FACTS)
        await session.execute(text(f"LOCK TABLE {names} IN SHARE MODE NOWAIT"))
    for cube in CUBES:
        await _count_cube(session, cube, month)
    await session.merge(AggregateMonthRow(month=month))


async def _count_cube(session: AsyncSession, cube: Cube, month: date) -> None:
    cells: Any = cube.cells
    await session.execute(delete(cells).where(cells.month == month))
    by = [getattr(cube.facts, name) for name in cube.dimensions]
    period = month_period(month)
    counted = select(literal(month, Date), *by, *cube.measures.values()).where(
        cube.facts.day.between(period.first, period.last)
    )
    if cube.only is not None:
        counted = counted.where(cube.only)
    names = ["month", *cube.dimensions, *cube.measures]
    await session.execute(insert(cells).from_select(names, counted.group_by(*by)))
