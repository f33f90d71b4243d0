"""Small text operations, periods and the reading ease."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.period import Period
from knowledge.readability import reading_ease
from knowledge.text import fold, fold_words, plain, sentences, shorten, words


def test_folding_takes_case_and_accents() -> None:
    assert fold("L’Œuvre ÉTÉ") == "l'oeuvre ete"
    assert fold_words("Qu'est-ce que c'est, l'ONEM ?!") == "qu est ce que c est l onem"


def test_plain_text_keeps_the_words_only() -> None:
    markdown = "Le **minerval** : [voir](https://example.org).\n\n- un\n- deux\n1. trois"

    assert plain(markdown) == "Le minerval : voir.\n\nun\ndeux\ntrois"


def test_an_elision_is_one_word() -> None:
    assert words("L'école d'Anderlecht, Bruxelles-J") == ["L'école", "d'Anderlecht", "Bruxelles-J"]


def test_sentences_end_at_marks_and_lines() -> None:
    assert sentences("Un. Deux ? Trois\nquatre, env. cinq") == [
        *("Un.", "Deux ?", "Trois", "quatre, env. cinq"),
    ]


@given(st.text(max_size=120), st.integers(min_value=2, max_value=60))
def test_shortened_text_fits(text: str, limit: int) -> None:
    short = shorten(text, limit)

    assert len(short) <= limit
    assert short == text or short.endswith("…")


def test_text_is_cut_between_words() -> None:
    assert shorten("Obtenir son diplôme autrement", 24) == "Obtenir son diplôme…"
    assert shorten("Juste assez court", 24) == "Juste assez court"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1 month", date(2027, 1, 31), date(2027, 2, 28)),
        ("6 months", date(2026, 11, 20), date(2027, 5, 20)),
        ("2 years", date(2024, 2, 29), date(2026, 2, 28)),
        ("2 weeks", date(2026, 12, 25), date(2027, 1, 8)),
        ("10 days", date(2026, 12, 25), date(2027, 1, 4)),
    ],
)
def test_a_period_ends_on_the_right_day(text: str, start: date, end: date) -> None:
    assert Period.parse(text).after(start) == end


@pytest.mark.parametrize(
    "text", ["", "0 days", "6", "six months", "6 months ", "-1 day", "6months"]
)
def test_other_periods_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)


@given(st.integers(1, 600), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_period_leads_forward(months: int, start: date) -> None:
    assert Period.parse(f"{months} months").after(start) > start


@pytest.mark.parametrize(
    ("language", "easy", "hard"),
    [
        (
            "fr",
            "Le prix est bas. Venez nous voir.",
            "L'équivalence administrative nécessite une procédure préalable particulièrement "
            "complexe auprès de l'administration compétente.",
        ),
        (
            "nl",
            "De prijs is laag. Kom naar ons toe.",
            "De administratieve gelijkwaardigheidserkenning vereist een voorafgaande, bijzonder "
            "ingewikkelde procedure bij de bevoegde overheidsadministratie.",
        ),
    ],
)
def test_short_words_read_easier(language: str, easy: str, hard: str) -> None:
    assert reading_ease(easy, language) > 80
    assert reading_ease(hard, language) < 20
