"""Figures are found and recognised, however a language writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.figures import figures, known_forms


def unsourced(text: str, says: str) -> list[str]:
    known = known_forms(says)
    return [figure.written for figure in figures(text) if not figure.forms & known]


SAME = [
    ("1 194 € par an", "The fee is 1,194 EUR."),
    ("1.194 euro", "The fee is 1194 EUR."),
    ("175,01 €", "175.01 EUR"),
    ("8.504,44 euro", "8,504.44 EUR net"),
    ("33 € plus 0,29 € par période", "33 EUR fixed, 0.29 EUR per period"),
    ("avant le 31 octobre 2026", "by 31 October 2026"),
    ("vóór 1 juni", "until 1 June"),
    ("le 1er janvier 2025", "since 1 January 2025"),
    ("op 8 augustus", "on August 8"),
    ("entre mi-juillet et le 31 octobre", "mid-July to 31 Oct"),
    ("de 8h30 à 16h30", "Mon-Fri 8.30-16.30"),
    ("van 8.30 tot 16.30 uur", "8.30-16.30"),
    ("vóór 17u", "before 17h"),
    ("0800 35 123", "Free line 0800/35.123"),
    ("02 515 44 44", "02 515 44 44"),
    ("+32 2 515 44 44", "02 515 44 44"),
    ("trois mois", "for 3 months"),
    ("6 maanden", "six months"),
    ("twee jaar", "for 2 years"),
    ("niveau A2", "level A2"),
    ("sur 2025-2026", "year 2025-2026"),
    ("50 % des points", "50% needed"),
    ("en mai", "In May"),
    ("le 15 août", "15 Aug"),
]
DIFFERENT = [
    ("835 €", "1,194 EUR", ["835"]),
    ("le 30 octobre", "31 October", ["30 octobre"]),
    ("le 31 octobre 2027", "31 October 2026", ["31 octobre 2027"]),
    ("à 9h", "from 8 to 10", ["9h"]),
    ("02 515 44 45", "02 515 44 44", ["02 515 44 45"]),
    ("en mai", "you may come", ["mai"]),
    ("1,5 fois", "15 times", ["1,5"]),
    ("cinq ans", "6 years", ["cinq"]),
    ("vijf dagen", "6 days", ["vijf"]),
]


@pytest.mark.parametrize(("text", "says"), SAME)
def test_a_sourced_figure_is_recognised(text: str, says: str) -> None:
    assert unsourced(text, says) == []


@pytest.mark.parametrize(("text", "says", "expected"), DIFFERENT)
def test_an_unsourced_figure_is_found(text: str, says: str, expected: list[str]) -> None:
    assert unsourced(text, says) == expected


def test_seven_is_not_september() -> None:
    assert [figure.written for figure in figures("sept heures")] == []
    assert unsourced("septembre", "in Sept") == []


@given(st.integers(min_value=0, max_value=10**9))
def test_every_whole_number_is_found_and_sources_itself(number: int) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", ".")):
        assert unsourced(f"Cela fait {written} euros.", f"It is {number} EUR.") == []
        assert unsourced(f"Cela fait {written} euros.", "It is nothing.")


@given(st.text(max_size=200))
def test_offsets_point_into_the_text(text: str) -> None:
    for figure in figures(text):
        assert text[figure.offset :].lstrip().startswith(figure.written)


@given(st.text(max_size=200))
def test_a_text_sources_its_own_figures(text: str) -> None:
    assert unsourced(text, text.replace("mai", "Mai")) == []
