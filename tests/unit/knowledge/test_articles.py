"""The knowledge base that Azimut answers from is complete, sourced and checked."""

from __future__ import annotations

from functools import lru_cache

import pytest

from knowledge.checker import check
from knowledge.loader import FOLDER, article_id, load_knowledge
from knowledge.model import Knowledge
from knowledge.organisations import REFERENCE
from knowledge.safety import identity_requests
from knowledge.vocabulary import LANGUAGES, PUBLICS, SITUATIONS, THEMES, WITHOUT_PAPERS


@lru_cache(maxsize=1)
def the_knowledge() -> Knowledge:
    return load_knowledge()


IDS = sorted(article_id(path, FOLDER) for path in (FOLDER / "articles").glob("*/*.yml"))


def test_the_check_has_nothing_to_say() -> None:
    assert [str(finding) for finding in check()] == []


def test_every_topic_has_an_article() -> None:
    assert set(the_knowledge().topics) <= set(the_knowledge().articles)


def test_every_theme_and_every_public_is_served() -> None:
    articles = list(the_knowledge())

    assert {article.theme for article in articles} == set(THEMES)
    for public in PUBLICS:
        assert any(public in article.publics for article in articles), public


@pytest.mark.parametrize("identity", IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_visitor_gets_a_whole_answer(identity: str, language: str) -> None:
    article = the_knowledge().get(identity)
    for said in [(), *[(key,) for key in PUBLICS + SITUATIONS]]:
        shown = article.shown(language, said)

        assert shown.title and shown.answer and shown.easy and shown.sources
        assert not REFERENCE.search(" ".join([shown.title, shown.answer, shown.easy]))
        assert len(shown.label) <= 24


@pytest.mark.parametrize("identity", IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_without_papers_is_asked_for_them(identity: str, language: str) -> None:
    """Asks every article and aspect as that visitor (titles only name a subject)."""
    article = the_knowledge().get(identity)
    for also in [(), *[(key,) for key in PUBLICS + SITUATIONS]]:
        shown = article.shown(language, (WITHOUT_PAPERS, *also))

        for text in (shown.answer, shown.easy, *shown.aspects.values()):
            assert identity_requests(text) == []
        assert shown.handover == "always"


def test_sensitive_subjects_offer_a_person() -> None:
    sensitive = {
        "orientation/school-dropout",
        "employment/rights-without-papers",
        "employment/discrimination",
        "training/without-papers",
    }

    for identity in sensitive:
        assert the_knowledge().get(identity).handover != "never", identity
