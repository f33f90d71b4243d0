"""Date words, measured on a written list of expressions in each language."""

from __future__ import annotations

import pytest

from service.date_words import windows
from tests.support.moments import SAID, is_right, written


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_written_list(language: str) -> None:
    cases = written(language)
    wrong = [case for case in cases if not is_right(case, windows(case.text, language, SAID))]
    assert len(cases) >= 200
    assert len(wrong) <= len(cases) * 0.02, wrong


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_other_language_is_understood_too(language: str) -> None:
    """In a conversation in one language, most of the other's list is still read right."""
    other = "nl" if language == "fr" else "fr"
    cases = written(other)
    right = sum(is_right(case, windows(case.text, language, SAID)) for case in cases)
    assert right >= len(cases) * 0.75


@pytest.mark.parametrize("piece", ["le ", "1", "1/", "h", "entre 1 et ", "volgende ", "a"])
def test_no_text_takes_for_ever(piece: str) -> None:
    """A pattern that tries all ways would not end within the time that a test has."""
    windows(piece * 2000, "fr", SAID)
