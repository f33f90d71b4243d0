"""Live-chat hours and closing days, in local time (Europe/Brussels)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from service.options import BRUSSELS
from service.types import Json
from service.views import ClosingDay

_LOOK_AHEAD = 60  # days


@lru_cache(maxsize=32)  # counting them takes longer than the rest of a snapshot
def public_holidays(year: int) -> Mapping[date, tuple[str, str]]:
    """The legal holidays of Belgium: day → (French name, Dutch name)."""
    french = holidays.country_holidays("BE", years=year, language="fr")
    dutch = holidays.country_holidays("BE", years=year, language="nl")
    return {day: (french[day], dutch[day]) for day in french}


def closing_days(
    own: Mapping[date, tuple[str, str]], first: date, last: date
) -> tuple[ClosingDay, ...]:
    """Holidays and own days in [first, last], by day; an own day wins over a holiday."""
    found: dict[date, ClosingDay] = {}
    for year in range(first.year, last.year + 1):
        for day, (fr, nl) in public_holidays(year).items():
            found[day] = ClosingDay(day, fr, nl, own=False)
    for day, (fr, nl) in own.items():
        found[day] = ClosingDay(day, fr, nl, own=True)
    return tuple(found[day] for day in sorted(found) if first <= day <= last)


def closed_between(
    own: Mapping[date, tuple[str, str]], first: datetime, last: datetime
) -> frozenset[date]:
    """The local days in [first, last] on which the house is closed."""
    begin, end = first.astimezone(BRUSSELS).date(), last.astimezone(BRUSSELS).date()
    years = range(begin.year, end.year + 1)
    days = (*own, *(day for year in years for day in public_holidays(year)))
    return frozenset(day for day in days if begin <= day <= end)


def is_open(week: tuple[Json, ...], closed: frozenset[date], now: datetime) -> bool:
    """Are the live-chat hours running now?"""
    local = now.astimezone(BRUSSELS)
    clock = local.strftime("%H:%M")
    return local.date() not in closed and any(
        span["weekday"] == local.weekday() and span["from"] <= clock < span["until"]
        for span in week
    )


def next_opening(week: tuple[Json, ...], closed: frozenset[date], now: datetime) -> datetime | None:
    """When the live-chat hours begin next; None when there are none in sixty days."""
    local = now.astimezone(BRUSSELS)
    for ahead in range(_LOOK_AHEAD):
        day = local.date() + timedelta(days=ahead)
        if day in closed:
            continue
        starts = sorted(span["from"] for span in week if span["weekday"] == day.weekday())
        for start in starts:
            moment = datetime.combine(day, time.fromisoformat(start), BRUSSELS)
            if moment > local:
                return moment
    return None
