"""A table of figures as a value: what desk pages, plots and reports are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["count", "share", "seconds", "change"]
"""``share`` and ``change`` are fractions (0.25 is 25 %); ``seconds`` are a duration."""
Number = int | float | None
"""None: there is nothing to tell (a share of nothing)."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a row or a column is about: a value of a family (``theme``, ``studies``)."""

    family: str
    value: Any


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` says how its numbers are written, unless the row says otherwise."""

    head: Head
    kind: Kind = "count"


@dataclass(frozen=True, slots=True)
class Row:
    """One number a column."""

    head: Head
    numbers: tuple[Number, ...]
    kind: Kind | None = None  # of the counted columns of this row
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` names the title and the explanation in the wording."""

    key: str
    rows_are: str  # the family of the rows' heads
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def cells(self) -> Iterator[tuple[Row, Column, Number, Kind]]:
        """Every number with where it stands and how it is written."""
        for row in self.rows:
            for column, number in zip(self.columns, row.numbers, strict=True):
                yield row, column, number, kind_of(row, column)

    def body(self) -> tuple[Row, ...]:
        """The rows without the total."""
        return tuple(row for row in self.rows if not row.total)

    def column(self, value: Any) -> tuple[Number, ...]:
        """The numbers of the column whose head has this value, without the total."""
        place = [column.head.value for column in self.columns].index(value)
        return tuple(row.numbers[place] for row in self.body())

    def number(self, row: Any, column: Any) -> Number:
        """The number at a row and a column, by the values of their heads."""
        place = [each.head.value for each in self.columns].index(column)
        return next(each.numbers[place] for each in self.rows if each.head.value == row)


def kind_of(row: Row, column: Column) -> Kind:
    """How a number is written."""
    return row.kind if row.kind and column.kind == "count" else column.kind


def share(part: int, whole: int) -> float | None:
    """A fraction; None of nothing."""
    return part / whole if whole else None


def change(now: Number, then: Number) -> float | None:
    """By how much it grew, as a fraction; None when there was nothing before."""
    if now is None or not then:
        return None
    return (now - then) / then
