"""Who asks, about what, where and when."""

from __future__ import annotations

from typing import Any

from service.reporting.cubes import CONTACTS, HOURS
from service.reporting.overview import BEFORE, CHANGE
from service.reporting.source import Source
from service.reporting.table import Column, Head, Row, Table, change, share
from service.reporting.values import in_order, merged, named

TOTAL = Head("column", "total")
_WHO = ("channel", "language", "theme", "public")


async def themes_publics(source: Source) -> Table:
    """Contacts by theme and public."""
    counts: dict[tuple[Any, Any], int] = {}
    for (theme, public), number in (
        (await source.now(CONTACTS, _WHO)).fold(("theme", "public"), "contacts").items()
    ):
        key = named(theme), named(public)
        counts[key] = counts.get(key, 0) + number
    return crossed(
        "themes_publics",
        "theme",
        in_order("theme", (key[0] for key in counts)),
        "public",
        in_order("public", (key[1] for key in counts)),
        counts,
    )


async def hours(source: Source) -> Table:
    """Contacts by weekday and hour."""
    counts = (await source.now(HOURS, ("weekday", "hour"))).fold(("weekday", "hour"), "contacts")
    return crossed(
        "hours",
        "weekday",
        in_order("weekday", ()),
        "hour",
        in_order("hour", ()),
        counts,
    )


async def languages(source: Source) -> Table:
    """Contacts by language, compared."""
    return await _compared(source, "languages", "language")


async def channels(source: Source) -> Table:
    """Contacts by channel, compared."""
    return await _compared(source, "channels", "channel")


async def themes(source: Source) -> Table:
    """Contacts by theme, compared."""
    return await _compared(source, "themes", "theme")


async def publics(source: Source) -> Table:
    """Contacts by public, compared."""
    return await _compared(source, "publics", "public")


async def _compared(source: Source, key: str, family: str) -> Table:
    now = merged((await source.now(CONTACTS, _WHO)).by(family, "contacts"))
    then = merged((await source.then(CONTACTS, _WHO)).by(family, "contacts"))
    return compared(key, family, now, then, "contacts")


def compared(
    key: str, family: str, now: dict[Any, int], then: dict[Any, int], measure: str
) -> Table:
    """One row a value: how many, which share, how many before, with a total."""
    everybody = sum(now.values())
    rows = [
        Row(Head(family, value), _numbers(now.get(value, 0), everybody, then.get(value, 0)))
        for value in in_order(family, (*now, *then))
    ]
    rows.append(Row(TOTAL, _numbers(everybody, everybody, sum(then.values())), total=True))
    columns = (
        Column(Head("measure", measure)),
        Column(Head("column", "share"), "share"),
        Column(Head("column", BEFORE)),
        Column(Head("column", CHANGE), "change"),
    )
    return Table(key, family, columns, tuple(rows))


def _numbers(now: int, everybody: int, then: int) -> tuple[int | float | None, ...]:
    return now, share(now, everybody), then, change(now, then)


def crossed(
    key: str,
    rows_are: str,
    row_values: tuple[Any, ...],
    columns_are: str,
    column_values: tuple[Any, ...],
    counts: dict[tuple[Any, Any], int],
) -> Table:
    """Rows by columns, with totals of both."""
    columns = (*(Column(Head(columns_are, value)) for value in column_values), Column(TOTAL))
    lines = [[counts.get((row, column), 0) for column in column_values] for row in row_values]
    rows = [
        Row(Head(rows_are, value), (*line, sum(line)))
        for value, line in zip(row_values, lines, strict=True)
    ]
    sums = [sum(column) for column in zip(*lines, strict=True)]
    rows.append(Row(TOTAL, (*sums, sum(sums)), total=True))
    return Table(key, rows_are, columns, tuple(rows))
