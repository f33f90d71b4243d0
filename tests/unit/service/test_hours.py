"""Live-chat hours and closing days."""

from __future__ import annotations

from datetime import date, datetime

from service.hours import closing_days, is_open, next_opening
from service.options import BRUSSELS
from service.settings import DeskSettings

WEEK = DeskSettings().live_chat


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BRUSSELS)


def test_open_from_to() -> None:
    assert not is_open(WEEK, frozenset(), at(23, 8, 59))
    assert is_open(WEEK, frozenset(), at(23, 9))
    assert is_open(WEEK, frozenset(), at(23, 16, 59))
    assert not is_open(WEEK, frozenset(), at(23, 17))
    assert not is_open(WEEK, frozenset(), at(28, 12))
    assert not is_open(WEEK, frozenset({date(2026, 11, 23)}), at(23, 12))


def test_the_next_opening_passes_over_weekends_and_holidays() -> None:
    assert next_opening(WEEK, frozenset(), at(23, 8)) == at(23, 9)
    assert next_opening(WEEK, frozenset(), at(27, 18)) == at(30, 9)
    closed = frozenset(day.day for day in closing_days({}, date(2026, 12, 24), date(2026, 12, 26)))
    assert next_opening(WEEK, closed, at(24, 18, month=12)) == at(28, 9, month=12)
    assert next_opening((), frozenset(), at(23, 8)) is None


def test_the_belgian_holidays_in_both_languages() -> None:
    days = closing_days({}, date(2026, 1, 1), date(2026, 12, 31))
    names = {day.day: (day.fr, day.nl) for day in days}
    assert names[date(2026, 7, 21)] == ("Fête nationale", "Nationale feestdag")
    legal = {d for d in names if d not in (date(2026, 4, 5), date(2026, 5, 24))}
    assert len(legal) == 10


def test_an_own_day_wins() -> None:
    own = {date(2026, 12, 25): ("Fermé", "Gesloten")}
    (day,) = closing_days(own, date(2026, 12, 25), date(2026, 12, 25))
    assert (day.nl, day.own) == ("Gesloten", True)
