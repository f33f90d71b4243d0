"""Moments in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.date_words import windows

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=BRUSSELS)


def first(text: str, now: datetime = MONDAY) -> tuple[str, str]:
    window = windows(text, "fr", now)[0]
    return window.start.strftime("%a %d/%m %H:%M"), window.end.strftime("%H:%M")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("jeudi après-midi", "Thu 26/11 12:00", "18:00"),
        ("volgende dinsdag na 16u", "Tue 01/12 16:00", "20:00"),
        ("donderdag om half drie", "Thu 26/11 14:30", "15:00"),
        ("le 3 décembre à 14h30", "Thu 03/12 14:30", "15:00"),
        ("mrecredi vers 15h", "Wed 25/11 14:00", "16:01"),
        ("jeudi en huit", "Thu 03/12 08:00", "20:00"),
        ("morgenvroeg", "Tue 24/11 08:00", "12:00"),
    ],
)
def test_moments(text: str, start: str, end: str) -> None:
    assert first(text) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "je voudrais un rendez-vous pour ma fille de 16 ans",
        "combien coûte une formation de 3 mois",
        "bonjour, je cherche du travail",
        "ik ben 17 jaar en ik zoek een school",
    ],
)
def test_no_moment_is_read_where_none_is_named(text: str) -> None:
    assert windows(text, "fr", MONDAY) == ()


@pytest.mark.parametrize(
    ("now", "text", "offset"),
    [
        (datetime(2026, 10, 24, 12, tzinfo=BRUSSELS), "lundi à 10h", 1.0),
        (datetime(2027, 3, 27, 12, tzinfo=BRUSSELS), "maandag om 10 uur", 2.0),
    ],
)
def test_wall_time_across_the_change_of_clocks(now: datetime, text: str, offset: float) -> None:
    window = windows(text, "fr", now)[0]
    shift = window.start.utcoffset()
    assert window.start.hour == 10
    assert shift is not None
    assert shift.total_seconds() == offset * 3600


@given(st.text(max_size=400))
def test_any_text_is_read_without_failing(text: str) -> None:
    for window in windows(text, "nl", MONDAY):
        assert window.start < window.end


def test_a_leap_day_is_found_from_the_year_before() -> None:
    december = datetime(2027, 12, 10, 10, tzinfo=BRUSSELS)
    assert first("le 29 février", december)[0] == "Tue 29/02 08:00"
    assert windows("le 29 février 2027", "fr", december) == ()
