"""Reckoning with days from today on."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

Span = tuple[date, date]
_WEEK = timedelta(days=7)
# People count today in: "dans quinze jours" is in two weeks.
_COUNTED_IN = {8: 7, 15: 14}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar seen from today."""

    today: date

    def monday(self, ahead: int) -> date:
        """The Monday of this week (0), of the next (1) ..."""
        return self.today - timedelta(days=self.today.weekday()) + ahead * _WEEK

    def coming(self, weekday: int, *, today_too: bool = False) -> date:
        """The first such weekday from tomorrow (or today) on."""
        ahead = (weekday - self.today.weekday()) % 7
        return self.today + timedelta(days=ahead if ahead or today_too else 7)

    def dated(self, day: int, month: int, year: str | None) -> date | None:
        """A date; without a year the next one of that name. None when there is no such day."""
        if year is not None:
            return _day(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        coming = (_day(self.today.year + ahead, month, day) for ahead in (0, 1))
        return next((found for found in coming if found and found >= self.today), None)

    def numbered(self, number: int, weekday: int | None = None) -> date | None:
        """The next day of that number in its month (and that weekday)."""
        for ahead in range(62):
            day = self.today + timedelta(days=ahead)
            if day.day == number and weekday in (None, day.weekday()):
                return day
        return None

    def before(self, number: int, last: date) -> date | None:
        """The day of that number in the month of ``last``, not after it."""
        return last.replace(day=number) if 1 <= number <= last.day else None

    def ordered(self, first: date | None, last: date) -> list[Span]:
        """From first to last; weekdays may need a week more."""
        if first is None:
            return []
        if last < first <= last + _WEEK:
            last += _WEEK
        return [(first, last)] if first <= last else []

    def in_days(self, count: int) -> Span:
        """So many days from today."""
        day = self.today + timedelta(days=_COUNTED_IN.get(count, count))
        return day, day

    def in_week(self, ahead: int, first: int, last: int) -> Span:
        """Days of a week, Monday is 0."""
        monday = self.monday(ahead)
        return self._from_today(monday + timedelta(days=first), monday + timedelta(days=last))

    def week_of(self, day: date) -> Span:
        """The week around a day."""
        monday = day - timedelta(days=day.weekday())
        return self._from_today(monday, monday + timedelta(days=6))

    def month(self, number: int) -> date:
        """The first day of the next month of that number (this one counts)."""
        year = self.today.year + (1 if number < self.today.month else 0)
        return date(year, number, 1)

    def next_month(self) -> date:
        """The first day of next month."""
        return (self.today.replace(day=1) + timedelta(days=32)).replace(day=1)

    def in_month(self, month: date, first: int, last: int) -> Span:
        """Days of a month."""
        length = monthrange(month.year, month.month)[1]
        return self._from_today(month.replace(day=first), month.replace(day=min(last, length)))

    def _from_today(self, first: date, last: date) -> Span:
        return max(first, self.today) if last >= self.today else first, last


def _day(year: int, month: int, day: int) -> date | None:
    """None when there is no such day (in that year: 29 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
