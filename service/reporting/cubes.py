"""What is counted by what: each cube has a table of facts and one of counted months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, literal

from store.base import Base
from store.models import (
    ArticleCellRow,
    ContactCellRow,
    ConversationFactRow,
    HourCellRow,
    QuestionCellRow,
    QuestionFactRow,
)

Column = ColumnElement[Any]


@dataclass(frozen=True)
class Cube:
    """``measures`` say how each number of a cell is made from the facts."""

    facts: type[Any]
    cells: type[Base]
    dimensions: tuple[str, ...]
    measures: Mapping[str, Column]
    only: Column | None = None  # which facts belong in it; None: all

    def has(self, dimensions: set[str]) -> bool:
        """Whether it can be counted by all of these."""
        return dimensions <= set(self.dimensions)


def _number_of(condition: Column) -> Column:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _ticked(column: Any) -> Column:
    return func.coalesce(func.sum(cast(column, Integer)), 0)


def _sum(column: Any) -> Column:
    return func.coalesce(func.sum(column), 0)


_rows = func.count(literal(1))
_talk, _question = ConversationFactRow, QuestionFactRow
_judged = {
    "helpful": _number_of(_question.helpful.is_(True)),
    "unhelpful": _number_of(_question.helpful.is_(False)),
}

#: Conversations: a contact is a conversation in which the visitor wrote.
CONTACTS = Cube(
    _talk,
    ContactCellRow,
    ("channel", "language", "theme", "public", "outcome"),
    {
        "contacts": _rows,
        "asked": _number_of(_talk.questions > 0),
        "served": _number_of(_talk.answered > 0),
        "handed_over": _ticked(_talk.handed_over),
        "met_human": _ticked(_talk.met_human),
        "booked": _ticked(_talk.booked),
        "questions": _sum(_talk.questions),
        "seconds": _sum(_talk.seconds),
    },
)
#: Questions and what became of them.
QUESTIONS = Cube(
    _question,
    QuestionCellRow,
    ("channel", "language", "theme", "public", "outcome"),
    {"questions": _rows, **_judged},
)
#: Conversations by the hour of the week in which they began.
HOURS = Cube(_talk, HourCellRow, ("weekday", "hour", "channel", "language"), {"contacts": _rows})
#: Answered questions by article.
ARTICLES = Cube(
    _question,
    ArticleCellRow,
    ("article", "channel", "language", "theme", "public"),
    {"questions": _rows, **_judged},
    only=_question.article.is_not(None),
)
CUBES = (CONTACTS, QUESTIONS, HOURS, ARTICLES)
