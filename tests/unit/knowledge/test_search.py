"""Search finds articles by stems, without accents, in the right language, at once."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loader import load_knowledge
from knowledge.search import ArticleSearch, Hit
from knowledge.vocabulary import PUBLICS, THEMES


@lru_cache(maxsize=1)
def the_search() -> ArticleSearch:
    return ArticleSearch(load_knowledge())


def found(
    words: str, language: str, theme: str | None = None, public: str | None = None
) -> list[str]:
    return [hit.id for hit in the_search().find(words, language, theme=theme, public=public)]


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("minerval", "fr", "studies/tuition-fees"),
        ("MINERVAL", "fr", "studies/tuition-fees"),
        ("jobs étudiants", "fr", "employment/student-job"),
        ("job etudiante", "fr", "employment/student-job"),
        ("jury cent", "fr", "studies/exam-board"),
        ("studentenjobs", "nl", "employment/student-job"),
        ("inschrijvingsgeld", "nl", "studies/tuition-fees"),
        ("examencommissie", "nl", "studies/exam-board"),
    ],
)
def test_words_in_any_form_find_the_article(words: str, language: str, expected: str) -> None:
    assert expected in found(words, language)[:3]


def test_a_half_typed_word_already_finds() -> None:
    assert "studies/tuition-fees" in found("miner", "fr")


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("dislexie", "fr", "studies/disability-support"),
        ("interwiew", "fr", "employment/job-interview"),
        ("microcredits", "fr", "entrepreneurship/microcredit-and-funding"),
        ("changer de metier", "fr", "orientation/change-career"),
        ("diplome étranger", "fr", "studies/foreign-diploma-french"),
        ("adresse", "fr", "center/address-and-access"),
        ("examencomissie", "nl", "studies/exam-board"),
        ("inschrijvingsgelden", "nl", "studies/tuition-fees"),
        ("buitenlands diploma", "nl", "studies/foreign-diploma-dutch"),
        ("adres", "nl", "center/address-and-access"),
    ],
)
def test_the_first_hit_is_what_people_mean(words: str, language: str, expected: str) -> None:
    """Slips of the finger, plurals, and words that many articles have somewhere."""
    assert found(words, language)[0] == expected


def test_words_that_no_article_has_together_find_those_that_have_some() -> None:
    assert "studies/tuition-fees" in found("minerval xylophone", "fr")


def test_nothing_is_found_for_nonsense() -> None:
    assert found("xqzzyw", "fr") == []


@pytest.mark.parametrize("theme", THEMES)
def test_without_words_a_theme_is_browsed(theme: str) -> None:
    ids = found("", "nl", theme=theme)

    assert ids
    assert all(each.startswith(f"{theme}/") for each in ids)


@pytest.mark.parametrize("public", PUBLICS)
def test_a_public_sees_its_own_articles_and_those_for_all(public: str) -> None:
    knowledge = load_knowledge()

    for each in found("", "fr", public=public):
        assert knowledge.get(each).serves(public)


def test_a_limit_is_kept() -> None:
    assert len(the_search().find("", "fr", limit=5)) == 5
    assert len(the_search().find("formation", "fr", limit=2)) == 2


def test_a_hit_shows_the_sentence_that_fits() -> None:
    hit = the_search().find("minerval", "fr")[0]

    assert isinstance(hit, Hit)
    assert "minerval" in hit.snippet.casefold()
    assert len(hit.snippet) <= 160


@given(words=st.text(max_size=100) | st.sampled_from(['"', "a OR", "NEAR(", "*", "-x", "a" * 5000]))
def test_any_words_can_be_searched(words: str) -> None:
    assert isinstance(the_search().find(words, "fr"), list)
