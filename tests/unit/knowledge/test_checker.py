"""Every rule speaks up when an article breaks it, on the right line, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.checker import check, check_draft
from knowledge.checks.context import Context
from knowledge.document import Document
from knowledge.draft import Draft
from knowledge.finding import Finding
from tests.unit.knowledge.knowledge_support import (
    ARTICLE_ID,
    article,
    findings_after,
    write_knowledge,
)

Change = Callable[[dict[str, Any]], object]


def put(*place: str | int, value: Any) -> Change:
    """Set a value somewhere in the article."""

    def change(data: dict[str, Any]) -> None:
        target: Any = data
        for key in place[:-1]:
            target = target[key]
        target[place[-1]] = value

    return change


def drop(*place: str) -> Change:
    def change(data: dict[str, Any]) -> None:
        target: Any = data
        for key in place[:-1]:
            target = target[key]
        del target[place[-1]]

    return change


def test_a_sound_article_has_no_findings(tmp_path: Path) -> None:
    assert check(write_knowledge(tmp_path)) == []


BROKEN: list[tuple[str, Change, str]] = [
    ("a language is missing", drop("nl"), "nl is missing"),
    ("a field is missing", drop("fr", "easy"), "fr.easy is missing"),
    ("an unknown field", put("fr", "anser", value="x"), "fr.anser is unknown"),
    ("an unknown public", put("publics", value=["everyone"]), '"everyone" does not fit'),
    ("an unknown aspect", put("fr", "aspects", value={"price": "x"}), '"price" does not fit'),
    ("a review that is no date", put("reviewed", value="soon"), "reviewed"),
    ("a review in the future", put("reviewed", value="2999-01-01"), "lies in the future"),
    ("no period", put("check_every", value="sometimes"), "check_every"),
    ("a long title", put("fr", "title", value="x" * 71), "71 characters"),
    ("a long label", put("fr", "label", value="x" * 25), "25 characters"),
    (
        "a title cut in lists",
        put("fr", "title", value="Le minerval des hautes écoles"),
        "is cut to",
    ),
    ("a long answer", put("fr", "answer", value="Un mot est là. " * 31), "has 124 words"),
    ("a long easy text", put("nl", "easy", value="Kom nu maar. " * 21), "has 63 words"),
    ("a long aspect", put("nl", "aspects", value={"cost": "Kom nu maar. " * 21}), "has 63 words"),
    ("a long sentence", put("fr", "answer", value="un " * 23), "sentence of 23 words"),
    (
        "words that are hard to read",
        put("fr", "answer", value="Équivalence administrative universitaire obligatoire. " * 8),
        "is hard to read",
    ),
    ("a heading", put("fr", "answer", value="# Titre\n\ntexte\n"), "holds a heading"),
    ("a table", put("fr", "answer", value="|a|b|\n|-|-|\n|c|d|\n"), "holds a table"),
    ("HTML", put("fr", "answer", value="Un <b>mot</b>."), "holds HTML"),
    ("an image", put("fr", "answer", value="![x](https://example.org/x.png)"), "holds an image"),
    ("italics", put("fr", "answer", value="Un *mot*."), "holds italics"),
    ("an invisible character", put("fr", "answer", value="Un\u200b mot."), "U+200B"),
    ("a broken link", put("fr", "answer", value="[ici](example)"), "the broken link 'example'"),
    ("a bare address", put("fr", "answer", value="Voir www.actiris.be"), "bare address"),
    ("an unknown site", put("fr", "answer", value="[x](https://evil.test/)"), "evil.test"),
    ("an address of nothing", put("sources", 0, "url", value="ftp://x"), "no web address"),
    ("an unknown organisation", put("fr", "answer", value="Le [[forem]]."), "[[forem]]"),
    ("a broken reference", put("fr", "answer", value="Le [[onem]."), "broken reference"),
    ("an unknown kind of reference", put("fr", "easy", value="Le [[onem:lien]]."), "well-formed"),
    ("a name in capitals", put("fr", "answer", value="Demandez à ACTIRIS."), 'spells "ACTIRIS"'),
    ("a name with a slip", put("fr", "answer", value="Demandez à Actris."), 'spells "Actris"'),
    ("a name in plain letters", put("fr", "answer", value="L'ONEM aide."), "in plain letters"),
    ("a short name in letters", put("fr", "answer", value="L'Office aide."), "[[onem:short]]"),
    ("a missing elision", put("fr", "easy", value="Le site de [[actiris]]."), 'reads "de Actiris"'),
    ("an elision too many", put("fr", "easy", value="L'aide d'[[bon]]."), 'reads "d\'Bon"'),
    ("a figure from nowhere", put("fr", "answer", value="Cela coûte 835 €."), 'says "835"'),
    ("a date from nowhere", put("nl", "easy", value="Vanaf 16 oktober."), 'says "16 oktober"'),
    ("a month from nowhere", put("nl", "easy", value="Vanaf juli."), 'says "juli"'),
    ("a number in words", put("fr", "easy", value="Cela dure trois mois."), 'says "trois"'),
    ("a phone number", put("fr", "easy", value="Appelez le 02 345 67 89."), "02 345 67 89"),
    ("a street from nowhere", put("fr", "easy", value="Venez rue Haute."), "rue Haute"),
    ("a Dutch street", put("nl", "easy", value="Kom naar de Hoogstraat."), "Hoogstraat"),
    ("too few phrasings", put("fr", "questions", value=["minerval ?"]), "fr has 1 questions"),
    ("a marked phrasing", put("fr", "questions", 0, value="l'[[onem]] paie ?"), "with marks"),
    (
        "papers asked for",
        put("fr", "answer", value="Apportez votre carte d'identité."),
        "a person without papers",
    ),
    ("an aspect not told to all", drop("for", "without_papers", "nl", "aspects"), "is not told"),
    ("a tu", put("fr", "easy", value="Demandez ton prix."), 'says "ton"'),
    ("a je", put("nl", "easy", value="Vraag het als je wilt."), 'says "je"'),
    ("a word of France", put("fr", "easy", value="Allez au lycée."), "a word from elsewhere"),
    ("a word of the Netherlands", put("nl", "easy", value="Uw bijbaan."), "a word from elsewhere"),
    ("a source title in one language", put("sources", 0, "title", value={"fr": "x"}), "in fr and"),
    ("a long source title", put("sources", 0, "title", value="x" * 101), "100 characters"),
    ("a phrasing twice", put("fr", "questions", 0, value="MINERVAL ?!"), "stands also in"),
    ("a phrasing run together", put("fr", "questions", 9, value="mi nervall"), 'nearly "minerval"'),
    ("a phrasing turned round", put("fr", "questions", 0, value="payé, minerval"), "is nearly"),
    ("an unknown related article", put("related", value=["studies/none"]), "no other article"),
]


@pytest.mark.parametrize(("name", "change", "message"), BROKEN)
def test_what_is_broken_is_found(tmp_path: Path, name: str, change: Change, message: str) -> None:
    found = [str(finding) for finding in findings_after(tmp_path, change)]

    assert any(message in line for line in found), found
    assert all("\n" not in line for line in found)


def test_a_finding_names_the_line(tmp_path: Path) -> None:
    answer = "Le minerval se paie.\n\nUne bourse aide.\n\nCela coûte 835 €.\n"

    [finding] = findings_after(tmp_path, put("fr", "answer", value=answer))

    line = finding.path.read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert line.strip() == "Cela coûte 835 €."


def test_the_same_phrasing_in_two_articles_is_found(tmp_path: Path) -> None:
    other = article(put("fr", "questions", 3, value="Combien coûte le minerval, numéro 3 ?!"))
    other["nl"]["questions"] = [f"een heel andere vraag {number}" for number in range(26)]
    other["fr"]["title"], other["nl"]["title"] = "Autre", "Anders"
    other["fr"]["questions"] = [f"autre {n}" for n in range(25)] + [other["fr"]["questions"][3]]
    folder = write_knowledge(tmp_path, {ARTICLE_ID: article(), "studies/zzz": other})

    [finding] = check(folder)

    assert "stands also in studies/tuition-fees" in finding.message


@pytest.mark.parametrize("near", ["c'est quoi l equivalence", "équivalence c'est quoi, l'"])
def test_a_near_copy_in_another_article_is_found(tmp_path: Path, near: str) -> None:
    other = article()
    other["nl"]["questions"] = [f"een heel andere vraag {number}" for number in range(26)]
    other["fr"]["title"], other["nl"]["title"] = "Autre", "Anders"
    other["fr"]["questions"] = [f"autre {n}" for n in range(25)] + [near]
    first = article(put("fr", "questions", 3, value="c'est quoi l'équivalence ?"))
    folder = write_knowledge(tmp_path, {ARTICLE_ID: first, "studies/zzz": other})

    [finding] = check(folder)

    assert "in studies/tuition-fees, line" in finding.message


def test_a_topic_without_an_article_is_found(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path, {"studies/other": article()})

    [finding] = check(folder)

    assert "azimut knowledge new studies/tuition-fees" in finding.mend


def test_two_articles_under_one_label_are_found(tmp_path: Path) -> None:
    other = article(put("nl", "title", value="Anders"))
    for language in ("fr", "nl"):
        other[language]["questions"] = [f"{language} autre {number}" for number in range(26)]
    folder = write_knowledge(tmp_path, {ARTICLE_ID: article(), "studies/zzz": other})

    [finding] = check(folder)

    assert 'its fr title is "Le minerval"' in finding.message


def test_a_key_that_stands_twice_is_found(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    path = folder / "articles" / f"{ARTICLE_ID}.yml"
    path.write_text(path.read_text(encoding="utf-8") + "handover: never\n", encoding="utf-8")

    assert [finding.message for finding in check(folder)] == ["handover stands twice"]


def test_a_file_that_is_no_yaml_is_one_finding(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    path = folder / "articles" / f"{ARTICLE_ID}.yml"
    path.write_text("fr:\n  title: a: b\n", encoding="utf-8")

    findings = check(folder)

    assert findings[0].line == 2
    assert "not YAML" in findings[0].message


def test_a_stray_file_is_found(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    (folder / "articles" / "studies" / "notes.txt").write_text("x", encoding="utf-8")

    assert [finding.message for finding in check(folder)] == ["no article"]


def test_words_of_others_may_be_familiar(tmp_path: Path) -> None:
    change = put("fr", "easy", value="Demandez : « Qu'aimes-tu ? » Un conseiller vous aide.")

    assert findings_after(tmp_path, change) == []


def test_an_aspect_for_others_may_ask_for_papers(tmp_path: Path) -> None:
    """A visitor without papers never sees an aspect that was not written for them."""
    change = put("fr", "aspects", value={"cost": "Apportez votre carte d'identité."})

    assert findings_after(tmp_path, change) == []


def test_a_variant_for_people_without_papers_mends_the_answer(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["fr"]["answer"] = "Apportez votre passeport."
        own = {"answer": "Nous ne demandons jamais vos papiers.", "easy": "Venez nous parler."}
        dutch = {"answer": "We vragen nooit naar uw papieren.", "easy": "Kom met ons praten."}
        data["for"]["without_papers"]["fr"] |= own
        data["for"]["without_papers"]["nl"] |= dutch

    assert findings_after(tmp_path, change) == []


def findings_on(data: object) -> list[Finding]:
    """What the check says of a file with this content, whatever its shape."""
    document = Document(Path("wild.yml"), "")
    document.__dict__["data"] = data
    return list(check_draft(Draft("studies/wild", document), Context(Path(), {}, {})))


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=30)
_KEYS = st.sampled_from(["fr", "nl", "answer", "for", "sources", "questions", "aspects"])
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(data=_TREES)
def test_no_content_makes_the_check_fall_over(data: object) -> None:
    for finding in findings_on(data):
        assert finding.mend


@given(text=st.text(max_size=200))
def test_no_text_makes_the_check_fall_over(text: str) -> None:
    version = {"title": text, "answer": text, "easy": text, "questions": [text]}

    assert all("\n" not in str(finding) for finding in findings_on({"fr": version}))
