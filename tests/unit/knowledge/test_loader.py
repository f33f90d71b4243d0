"""Files become articles; what is broken becomes one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import BrokenFile
from knowledge.loader import load_knowledge
from tests.unit.knowledge.knowledge_support import ARTICLE_ID, article, write_knowledge


def article_file(folder: Path) -> Path:
    return folder / "articles" / f"{ARTICLE_ID}.yml"


def test_an_article_keeps_what_its_file_says(tmp_path: Path) -> None:
    loaded = load_knowledge(write_knowledge(tmp_path)).get(ARTICLE_ID)

    assert loaded.theme == "studies"
    assert loaded.versions["fr"].title == "Le minerval"
    assert len(loaded.versions["nl"].questions) == 26
    assert loaded.sources[0].date == "2025-11"
    assert loaded.serves("students") and not loaded.serves("adults")


def test_a_long_title_is_shortened_for_lists(tmp_path: Path) -> None:
    data = article(lambda each: each["fr"].update(title="Le minerval dans le supérieur, en entier"))
    version = load_knowledge(write_knowledge(tmp_path, {ARTICLE_ID: data})).get(ARTICLE_ID)

    assert version.versions["fr"].label == "Le minerval dans le…"


def test_a_given_label_is_kept(tmp_path: Path) -> None:
    data = article(lambda each: each["fr"].update(label="Minerval"))
    loaded = load_knowledge(write_knowledge(tmp_path, {ARTICLE_ID: data})).get(ARTICLE_ID)

    assert loaded.versions["fr"].label == "Minerval"


def test_the_digest_changes_with_any_word(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    before = load_knowledge(folder).digest
    assert load_knowledge(folder).digest == before

    path = article_file(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("Le minerval", "Ce minerval", 1))

    assert load_knowledge(folder).digest != before


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("fr:\n  title: a: b\n", 2, "not YAML"),
        ("publics: [students]\n", 1, "written is missing"),
        ("- a list\n", 1, "see `azimut knowledge check`"),
        ("", 1, "see `azimut knowledge check`"),
        ("written: 2026-13-45\n", 1, "a value makes no sense"),
    ],
)
def test_a_broken_file_is_an_error_of_one_line(
    tmp_path: Path, content: str, line: int, message: str
) -> None:
    folder = write_knowledge(tmp_path)
    article_file(folder).write_text(content, encoding="utf-8")

    with pytest.raises(BrokenFile) as caught:
        load_knowledge(folder)

    assert f"{ARTICLE_ID}.yml:{line}: " in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_in_another_encoding_is_an_error_of_one_line(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    article_file(folder).write_bytes("fr:\n  title: été\n".encode("latin-1"))

    with pytest.raises(BrokenFile, match=r"yml:2: not UTF-8: save the file as UTF-8"):
        load_knowledge(folder)


def test_an_unknown_organisation_is_named(tmp_path: Path) -> None:
    data = article(lambda each: each["fr"].update(answer="Le [[forem]]."))

    with pytest.raises(BrokenFile, match="forem is missing or unknown"):
        load_knowledge(write_knowledge(tmp_path, {ARTICLE_ID: data}))


def test_a_missing_list_of_organisations_is_an_error_of_one_line(tmp_path: Path) -> None:
    folder = write_knowledge(tmp_path)
    (folder / "organisations.yml").unlink()

    with pytest.raises(BrokenFile, match="cannot be read"):
        load_knowledge(folder)


@given(content=st.binary(max_size=200))
def test_no_file_breaks_the_loader_otherwise(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = write_knowledge(tmp_path_factory.mktemp("knowledge"))
    article_file(folder).write_bytes(content)

    with pytest.raises(BrokenFile):
        load_knowledge(folder)
