"""Small changes of articles leave everything else as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.loader import FOLDER
from service.errors import BadRequest
from service.learning.edits import phrasings_of, with_phrasings
from service.learning.fields import fields_of, with_fields
from service.learning.names import article_path, is_article

ARTICLES = sorted((FOLDER / "articles").glob("*/*.yml"))[::7]


def _changed(old: str, new: str) -> tuple[list[str], list[str]]:
    before, after = old.splitlines(), new.splitlines()
    return [x for x in before if x not in after], [x for x in after if x not in before]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_phrasing_is_one_more_line(path: Path, language: str) -> None:
    text = path.read_text("utf-8")
    new = with_phrasings(text, language, ['odd: "question" # é?', "- and one"])
    assert _changed(text, new)[0] == []
    known = phrasings_of(text, language)
    assert phrasings_of(new, language) == [*known, 'odd: "question" # é?', "- and one"]
    other = "nl" if language == "fr" else "fr"
    assert phrasings_of(new, other) == phrasings_of(text, other)


def test_a_phrasing_goes_to_the_end_of_a_file_without_a_last_newline() -> None:
    text = "fr:\n  questions:\n    - one\nnl:\n  questions:\n    - een"
    assert with_phrasings(text, "nl", ["twee"]).endswith('    - een\n    - "twee"\n')


@pytest.mark.parametrize("text", ["fr: [", "fr: {}", "fr:\n  questions: []\n", "- a"])
def test_what_has_no_phrasings_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        with_phrasings(text, "fr", ["one"])


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_a_changed_field_changes_its_line_only(path: Path) -> None:
    text = path.read_text("utf-8")
    fields = fields_of(text)
    assert with_fields(text, fields) == text
    new = with_fields(text, {**fields, "nl": replace(fields["nl"], title='A "new": title')})
    gone, come = _changed(text, new)
    assert len(gone) == len(come) == 1
    assert fields_of(new)["nl"].title == 'A "new": title'
    assert fields_of(new)["fr"] == fields["fr"]


def test_texts_of_many_lines_and_aspects_come_back_as_they_were_written() -> None:
    text = ARTICLES[0].read_text("utf-8")
    fields = fields_of(text)
    version = replace(
        fields["fr"],
        answer="First.\n\n- one\n- two: **three**",
        aspects={"cost": "Free.", "where": "Here.\n\nAnd there."},
        questions=("how?", "- who: me"),
    )
    assert fields_of(with_fields(text, {**fields, "fr": version}))["fr"] == version


@pytest.mark.parametrize("name", ["studies/x", "studies/open-days-2"])
def test_names_of_articles(name: str) -> None:
    assert is_article(name)
    assert article_path(FOLDER, name).is_relative_to(FOLDER / "articles")


@pytest.mark.parametrize("name", ["x", "studies/../../etc", "studies/A", "other/x", "studies/x/y"])
def test_names_that_could_lead_elsewhere(name: str) -> None:
    assert not is_article(name)
    with pytest.raises(BadRequest):
        article_path(FOLDER, name)
