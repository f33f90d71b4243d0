"""Counts from the fact rows: no text, no identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from service.core import Core
from service.errors import BadRequest
from service.types import Json
from store.models import ConversationFactRow, QuestionFactRow

QUESTION_DIMENSIONS = (
    "day",
    "month",
    "hour",
    "weekday",
    "channel",
    "language",
    "act",
    "theme",
    "public",
    "article",
    "outcome",
    "helpful",
)
CONVERSATION_DIMENSIONS = (
    "day",
    "month",
    "hour",
    "weekday",
    "channel",
    "language",
    "theme",
    "public",
    "outcome",
    "handed_over",
    "met_human",
    "booked",
)
Facts = type[QuestionFactRow] | type[ConversationFactRow]


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    first: date
    last: date


class Statistics:
    """Exact figures, for signed-in people; ``rounded`` is for publication."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def questions(self, period: Period, *by: str, **equal: object) -> tuple[Json, ...]:
        """Counts of questions grouped by dimensions: ({dimension: value, ..., "count": n}, ...).

        ``equal`` filters. Raises BadRequest for an unknown dimension.
        """
        return await self._counts(QuestionFactRow, QUESTION_DIMENSIONS, period, by, equal)

    async def conversations(self, period: Period, *by: str, **equal: object) -> tuple[Json, ...]:
        """The same for conversations."""
        return await self._counts(ConversationFactRow, CONVERSATION_DIMENSIONS, period, by, equal)

    async def waiting(self, period: Period) -> Json:
        """Seconds to a human: {"count", "median", "p90"}; None where nobody met one."""
        column = ConversationFactRow.seconds_to_human
        query = select(column).where(_within(ConversationFactRow, period), column.is_not(None))
        async with self._core.read() as session:
            found = await session.scalars(query)
            seconds = sorted(value for value in found if value is not None)
        return {
            "count": len(seconds),
            "median": _quantile(seconds, 0.5),
            "p90": _quantile(seconds, 0.9),
        }

    async def _counts(
        self,
        facts: Facts,
        known: tuple[str, ...],
        period: Period,
        by: tuple[str, ...],
        equal: Json,
    ) -> tuple[Json, ...]:
        unknown = (set(by) | set(equal)) - set(known)
        if unknown:
            raise BadRequest(min(unknown))
        columns = [_dimension(facts, name).label(name) for name in by]
        query: Select[Any] = select(*columns, func.count().label("count")).where(
            _within(facts, period)
        )
        for name, value in equal.items():
            column = _dimension(facts, name)
            query = query.where(column.is_(None) if value is None else column == value)
        query = query.group_by(*columns).order_by(*columns)
        async with self._core.read() as session:
            return tuple(dict(row) for row in (await session.execute(query)).mappings())


def rounded(count: int, base: int = 5) -> int:
    """To the nearest multiple of ``base``: nobody is recognised by subtraction."""
    return base * ((2 * count + base) // (2 * base))


def _within(facts: Facts, period: Period) -> ColumnElement[bool]:
    return facts.day.between(period.first, period.last)


def _dimension(facts: Facts, name: str) -> ColumnElement[Any]:
    if name == "month":
        year, month = func.extract("year", facts.day), func.extract("month", facts.day)
        return year * 100 + month  # 202611
    column: ColumnElement[Any] = getattr(facts, name)
    return column


def _quantile(ordered: list[int], share: float) -> int | None:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
