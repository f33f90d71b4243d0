"""Faulty training data stops the training with one line: file, line, mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.errors import TrainingDataError
from nlu.phrasings import check, read_phrasings

ARTICLE = """\
fr:
  title: Titre
  questions:
    - "combien ça coûte"
nl:
  title: Titel
  questions:
    - "hoeveel kost het"
"""
ACTS = """\
version: "3.1"
nlu:
- intent: greet
  metadata: {language: fr}
  examples: |
    - bonjour
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles" / "studies"
    folder.mkdir(parents=True)
    (folder / "fees.yml").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "articles"


def fault(articles: Path, acts: str | None = None) -> str:
    files = []
    if acts is not None:
        file = articles.parent / "acts.yml"
        file.write_text(acts, encoding="utf-8")
        files = [file]
    with pytest.raises(TrainingDataError) as caught:
        check(read_phrasings(articles), files)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_good_data_passes(articles: Path) -> None:
    file = articles.parent / "acts.yml"
    file.write_text(ACTS, encoding="utf-8")
    phrasings = read_phrasings(articles)
    check(phrasings, [file])
    assert {p.text for p in phrasings if p.part is None} == {
        "combien ça coûte",
        "hoeveel kost het",
    }


def test_an_article_without_phrasings(articles: Path) -> None:
    path = articles / "studies" / "fees.yml"
    path.write_text(ARTICLE.split("nl:", maxsplit=1)[0] + "nl:\n  title: Titel\n", "utf-8")
    assert "fees.yml:6: no phrasings in nl" in fault(articles)


def test_a_phrasing_in_two_articles(articles: Path) -> None:
    other = articles / "studies" / "other.yml"
    other.write_text(ARTICLE.replace("hoeveel kost het", "waar is het"), encoding="utf-8")
    message = fault(articles)
    assert "other.yml:4" in message
    assert "fees.yml:4" in message


def test_broken_yaml(articles: Path) -> None:
    (articles / "studies" / "fees.yml").write_text("fr: [\nnl: }", encoding="utf-8")
    assert "fees.yml:2: this is no YAML" in fault(articles)


def test_an_unknown_theme(articles: Path) -> None:
    (articles / "studies").rename(articles / "cooking")
    assert "the folder is no theme" in fault(articles)


@pytest.mark.parametrize(
    ("broken", "part"),
    [
        (ACTS.replace("greet", "greeet"), "acts.yml:3: unknown act 'greeet'"),
        (ACTS.replace("language: fr", "language: fr, public: babies"), "unknown public 'babies'"),
        (ACTS.replace("{language: fr}", "{}"), "acts.yml:3: examples without a language"),
        (ACTS.replace("    - bonjour\n", "    bonjour\n"), "acts.yml:6: 'bonjour' is no example"),
        (ACTS.replace("greet", "ask/studies__nothing"), "there is no article 'studies/nothing'"),
        (ACTS.replace("bonjour", "Combien ça coute"), "also stands under"),
        ("version: 3.1\n", "there is no list `nlu:`"),
    ],
)
def test_faulty_examples_of_acts(articles: Path, broken: str, part: str) -> None:
    assert part in fault(articles, broken)
