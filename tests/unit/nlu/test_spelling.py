"""Slips, and compounds written apart or together."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.spelling import Speller, one_slip_away

TEXTS = {
    "fr": [["apprendre", "le", "neerlandais"], ["cours", "de", "neerlandais"], ["poterie"]] * 2,
    "nl": [
        ["stempelgeld", "aanvragen"],
        ["niet", "meer", "naar", "school"],
        ["nietmeer", "studeren", "niet", "meer"],
        ["een", "beurs", "aanvragen", "een", "toelage"],
        ["de", "aanvraag"],
        ["beurzen", "en", "opleiding"],
    ]
    * 2,
}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.learn(TEXTS)


@pytest.mark.parametrize(
    ("written", "language", "mended"),
    [
        ("aprendre le neerlandias", "fr", "apprendre le neerlandais"),
        ("nerlandais", "fr", "neerlandais"),
        ("een opliding", "nl", "een opleiding"),
        ("stempel geld aanvragen", "nl", "stempelgeld aanvragen"),
        ("beurzenaanvraag", "nl", "beurzen aanvraag"),
    ],
)
def test_slips_are_mended(written: str, language: str, mended: str, speller: Speller) -> None:
    assert speller.mend(written.split(), language) == mended.split()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("loterie", "fr"),  # a common word, one slip from a known one
        ("een cours", "nl"),  # a word of the other language
        ("niet meer", "nl"),  # mostly written as two
        ("mont", "fr"),
        ("b2b", "fr"),
        ("", "nl"),
    ],
)
def test_what_is_right_is_left_alone(text: str, language: str, speller: Speller) -> None:
    assert speller.mend(text.split(), language) == text.split()


def test_nothing_learned_mends_nothing() -> None:
    assert Speller().mend(["aprendre"], "fr") == ["aprendre"]


def test_a_slip_is_one_letter_or_two_exchanged() -> None:
    near = one_slip_away("stage")
    assert {"sage", "stages", "stafe", "satge"} <= near
    assert "plage" not in near


def test_what_was_saved_mends_alike(speller: Speller, tmp_path: Path) -> None:
    speller.save(tmp_path)
    assert Speller.load(tmp_path).mend(["opliding"], "nl") == ["opleiding"]
