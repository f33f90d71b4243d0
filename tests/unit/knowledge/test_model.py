"""Which version of an article a visitor sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import UnknownArticle
from knowledge.loader import load_knowledge
from knowledge.model import Article, ShownArticle
from knowledge.vocabulary import PUBLICS, SITUATIONS, WITHOUT_PAPERS
from tests.unit.knowledge.knowledge_support import ARTICLE_ID, article, write_knowledge


def with_variants(data: dict[str, Any]) -> None:
    data["for"] = {
        key: {
            "fr": {"answer": f"Pour {key}.", "aspects": {"where": f"Où, {key}."}},
            "nl": {"answer": f"Voor {key}."},
        }
        for key in ("adults", "students", "disability", "newcomer", WITHOUT_PAPERS)
    }


@pytest.fixture
def loaded(tmp_path: Path) -> Article:
    folder = write_knowledge(tmp_path, {ARTICLE_ID: article(with_variants)})
    return load_knowledge(folder).get(ARTICLE_ID)


def shown(loaded: Article, *said: str) -> ShownArticle:
    return loaded.shown("fr", said, today=date(2026, 11, 23))


def test_a_source_has_a_title_for_each_reader(tmp_path: Path) -> None:
    def two_titles(data: dict[str, Any]) -> None:
        data["sources"].append(data["sources"][0] | {"title": {"fr": "Prix", "nl": "Prijs"}})

    folder = write_knowledge(tmp_path, {ARTICLE_ID: article(two_titles)})
    loaded = load_knowledge(folder).get(ARTICLE_ID)

    assert [source.title for source in loaded.shown("fr").sources] == ["Tarifs", "Prix"]
    assert [source.title for source in loaded.shown("nl").sources] == ["Tarifs", "Prijs"]


@pytest.mark.parametrize(
    ("said", "variant"),
    [
        ([], None),
        (["school_youth"], None),
        (["students"], "students"),
        (["students", "disability"], "disability"),
        (["newcomer", "disability"], "disability"),
        (["disability", WITHOUT_PAPERS, "students"], WITHOUT_PAPERS),
        (["neet"], None),
    ],
)
def test_the_variant_that_fits_is_shown(
    loaded: Article, said: Sequence[str], variant: str | None
) -> None:
    result = shown(loaded, *said)

    assert result.variant == variant
    assert result.answer.startswith(f"Pour {variant}" if variant else "Le minerval")


def test_what_does_not_differ_is_inherited(loaded: Article) -> None:
    result = shown(loaded, "disability")

    assert result.easy.startswith("Étudier coûte")
    assert set(result.aspects) == {"cost", "where"}


@given(said=st.sets(st.sampled_from(PUBLICS + SITUATIONS)))
def test_without_papers_only_own_aspects_and_a_person(
    tmp_path_factory: pytest.TempPathFactory, said: set[str]
) -> None:
    folder = write_knowledge(
        tmp_path_factory.mktemp("knowledge"), {ARTICLE_ID: article(with_variants)}
    )
    result = shown(load_knowledge(folder).get(ARTICLE_ID), *said, WITHOUT_PAPERS)

    assert set(result.aspects) == {"where"}
    assert result.handover == "always"
    assert result.variant == WITHOUT_PAPERS


def test_without_papers_and_without_a_variant_no_other_variant_comes_back(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        with_variants(data)
        del data["for"][WITHOUT_PAPERS]

    loaded = load_knowledge(write_knowledge(tmp_path, {ARTICLE_ID: article(change)})).get(
        ARTICLE_ID
    )
    result = shown(loaded, WITHOUT_PAPERS, "students")

    assert result.variant is None
    assert result.answer.startswith("Le minerval")
    assert result.aspects == {}


def test_references_become_names_and_links(loaded: Article) -> None:
    assert "L'[Actiris](https://www.actiris.brussels) vous aide." in shown(loaded).answer
    assert "RVA" in loaded.shown("nl").answer


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("[[onem]]", "ONEM"),
        ("[[onem:short]]", "Office"),
        ("[[onem:link]]", "[ONEM](https://www.onem.be)"),
        ("[[bon:link]]", "Bon"),
        ("[[bon:short]]", "Bon"),
    ],
)
def test_a_reference_becomes_the_name_asked_for(tmp_path: Path, reference: str, name: str) -> None:
    data = article(lambda each: each["fr"].update(easy=f"Le {reference} aide."))
    loaded = load_knowledge(write_knowledge(tmp_path, {ARTICLE_ID: data})).get(ARTICLE_ID)

    assert loaded.shown("fr").easy == f"Le {name} aide."


@pytest.mark.parametrize(("today", "due"), [(date(2027, 5, 19), False), (date(2027, 5, 20), True)])
def test_an_article_is_due_when_its_period_has_passed(
    loaded: Article, today: date, due: bool
) -> None:
    assert loaded.shown("fr", today=today).due is due


def test_a_review_starts_the_period_anew(tmp_path: Path) -> None:
    data = article(lambda each: each.update(reviewed="2026-12-31", check_every="2 months"))
    loaded = load_knowledge(write_knowledge(tmp_path, {ARTICLE_ID: data})).get(ARTICLE_ID)

    assert loaded.due_on == date(2027, 2, 28)


def test_an_unknown_article_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnknownArticle, match="studies/none: no such article"):
        load_knowledge(write_knowledge(tmp_path)).get("studies/none")
