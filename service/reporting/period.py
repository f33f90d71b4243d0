"""Periods of local days, and the period that one is compared with."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["week", "month", "year", "days"]
KINDS: tuple[Kind, ...] = ("week", "month", "year", "days")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def months(self) -> Iterator[date]:
        """The first day of each month that it touches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = shifted(month, 1)

    def until(self, today: date) -> Period:
        """What of it has come: nothing later than today."""
        return Period(self.first, max(self.first, min(self.last, today)))


def whole(kind: Kind, day: date) -> Period:
    """The calendar week, month or year around a day."""
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    if kind == "month":
        return month_period(day)
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def month_period(day: date) -> Period:
    """The month around a day."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def before(period: Period, kind: Kind) -> Period:
    """The period to compare with: the week, month or year before, cut at the same point.

    A whole month is compared with the whole month before, whatever their lengths; a part of
    one with the same days of it. Other periods with as many days just before.
    """
    if kind == "week":
        return Period(period.first - 7 * DAY, period.last - 7 * DAY)
    if kind == "month" or kind == "year":
        return _calendar_before(period, -1 if kind == "month" else -12)
    return Period(period.first - period.days * DAY, period.first - DAY)


def shifted(day: date, months: int) -> date:
    """The same day of another month, or its last day where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _calendar_before(period: Period, months: int) -> Period:
    last = shifted(period.last, months)
    if period.last == month_period(period.last).last:
        last = month_period(last).last
    return Period(shifted(period.first, months), last)


def kind_of_period(period: Period) -> Kind:
    """What a period from day to day is: a week, a month, a year or the beginning of a month or
    year; else just days."""
    for kind in KINDS[:3]:
        if period == whole(kind, period.first):
            return kind
    for kind in ("year", "month"):
        around = whole(kind, period.first)
        if period.first == around.first and period.last <= around.last:
            return kind
    return "days"
