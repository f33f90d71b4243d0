"""Moments in words, as the engine and the house say them."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.moments import say_moment
from service.agendaviews import spoken
from service.options import BRUSSELS


@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        (1, "fr", "mardi 1er décembre 2026 à 10h"),
        (3, "fr", "jeudi 3 décembre 2026 à 10h"),
        (1, "nl", "dinsdag 1 december 2026 om 10.00 uur"),
    ],
)
def test_the_house_says_the_first_of_a_month_as_people_do(
    day: int, language: str, said: str
) -> None:
    assert spoken(datetime(2026, 12, day, 10, tzinfo=BRUSSELS), language) == said


@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        (1, "fr", "vendredi 1er janvier 2027 à 10h"),
        (2, "fr", "samedi 2 janvier 2027 à 10h"),
        (1, "nl", "vrijdag 1 januari 2027 om 10.00 uur"),
    ],
)
def test_and_so_does_the_assistant(day: int, language: str, said: str) -> None:
    now = datetime(2026, 12, 31, 23, tzinfo=BRUSSELS)
    assert say_moment(datetime(2027, 1, day, 10, tzinfo=BRUSSELS), language, now) == said
