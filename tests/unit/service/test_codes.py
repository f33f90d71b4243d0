"""Codes: readable, typed in every way, never a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.codes import ALPHABET, code_spans, find_code, new_code, normal


@given(st.integers(0, 200))
def test_every_way_of_writing_a_code(_: int) -> None:
    code = new_code()
    plain = code.replace("-", "")
    assert set(plain) <= set(ALPHABET)
    sloppy = plain.lower().replace("0", "o").replace("1", "l")
    for written in (code, plain, code.lower(), f"{plain[:4]} {plain[4:]}", sloppy):
        assert normal(written) == plain
        assert find_code(f"mon code: {written}.") == plain


@pytest.mark.parametrize(
    "text",
    [
        "mercredi",
        "formation de 12 mois",
        "20261203",
        "le 3 dec 2026",
        "0475 1234",
        "EH123456",
        "1080 1070",
        "H2O",
        "",
        "plan 2026",
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert find_code(text) is None
    assert code_spans(text) == []


def test_codes_are_not_guessed_twice() -> None:
    assert len({new_code() for _ in range(2000)}) == 2000
