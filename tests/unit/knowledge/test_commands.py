"""The editors' commands: what they print, and how they leave."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from knowledge.commands import knowledge
from knowledge.loader import load_knowledge
from tests.unit.knowledge.knowledge_support import ARTICLE_ID, article, write_knowledge


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(knowledge, [str(each) for each in arguments])


def printed(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_knowledge(tmp_path / "knowledge")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    data = article(lambda each: each["fr"].update(easy="Cela coûte 835 €."))
    return write_knowledge(tmp_path / "knowledge", {ARTICLE_ID: data})


def test_check_leaves_quietly_when_all_is_well(folder: Path) -> None:
    result = run("check", "--folder", folder)

    assert result.exit_code == 0
    assert result.stdout == ""


def test_check_prints_a_line_a_finding_and_leaves_with_2(broken: Path) -> None:
    result = run("check", "--folder", broken)

    assert result.exit_code == 2
    [line] = result.stdout.splitlines()
    assert ".yml:" in line and "835" in line and "says" in line


def test_check_as_json(broken: Path) -> None:
    [finding] = printed(run("check", "--json", "--folder", broken))

    assert set(finding) == {"path", "line", "message", "mend"}


def test_check_of_another_article_says_nothing_of_this_one(broken: Path) -> None:
    assert run("check", "studies/other", "--folder", broken).exit_code == 0
    assert run("check", ARTICLE_ID, "--folder", broken).exit_code == 2


def test_list_shows_both_titles(folder: Path) -> None:
    assert "Le minerval" in run("list", "--folder", folder).stdout
    [row] = printed(run("list", "--json", "--folder", folder))
    assert row["nl"]["title"] == "Inschrijvingsgeld"
    assert run("list", "--public", "adults", "--folder", folder).stdout == ""


def test_stale_lists_what_is_due(folder: Path) -> None:
    assert printed(run("stale", "--on", "2027-05-19", "--json", "--folder", folder)) == []
    [due] = printed(run("stale", "--on", "2027-05-25", "--json", "--folder", folder))
    assert due == {"id": ARTICLE_ID, "due": "2027-05-20", "days": 5}
    assert "never reviewed" in run("stale", "--on", "2027-05-25", "--folder", folder).stdout


def test_show_prints_the_article(folder: Path) -> None:
    assert "Le minerval coûte 1 194 €" in run("show", ARTICLE_ID, "--folder", folder).stdout
    shown = printed(run("show", ARTICLE_ID, "--lang", "nl", "--json", "--folder", folder))
    assert set(shown["sources"][0]) == {"title", "url", "date"}


def test_show_of_no_article_is_one_line(folder: Path) -> None:
    result = run("show", "studies/none", "--folder", folder)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "no such article" in result.stderr


def test_search_finds(folder: Path) -> None:
    [hit] = printed(run("search", "MINERVAL", "--json", "--folder", folder))

    assert hit["id"] == ARTICLE_ID
    assert "Le minerval" in run("search", "minerval", "--folder", folder).stdout


def test_new_begins_an_article_that_only_needs_its_words(folder: Path) -> None:
    result = run("new", "studies/open-days", "--folder", folder)

    assert result.exit_code == 0
    assert load_knowledge(folder).get("studies/open-days").handover == "suggest"
    checked = run("check", "studies/open-days", "--folder", folder)
    assert checked.exit_code == 2
    assert "is not told to a person without papers" not in checked.stdout


@pytest.mark.parametrize(
    "article_id", [ARTICLE_ID, "nowhere/x", "studies/X", "../x", "studies/a/b"]
)
def test_new_refuses_what_exists_and_what_is_no_id(folder: Path, article_id: str) -> None:
    result = run("new", article_id, "--folder", folder)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_page_shows_both_languages_and_obeys_no_html(tmp_path: Path) -> None:
    data = article(lambda each: each["fr"].update(answer="Un <script>alert(1)</script> mot."))
    folder = write_knowledge(tmp_path / "knowledge", {ARTICLE_ID: data})
    page = tmp_path / "page.html"

    assert run("page", page, "--folder", folder).exit_code == 0

    html = page.read_text(encoding="utf-8")
    assert "Le minerval" in html and "Inschrijvingsgeld" in html
    assert "<script>" not in html


def test_a_broken_file_is_one_line(folder: Path) -> None:
    (folder / "articles" / f"{ARTICLE_ID}.yml").write_text("fr: [", encoding="utf-8")
    result = run("list", "--folder", folder)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "not YAML" in result.stderr


def test_the_commands_do_without_the_engine() -> None:
    """Rasa takes seconds to import; an editor waits for none of it."""
    code = (
        "import sys, knowledge.commands, knowledge.checker, knowledge.search, knowledge.page;"
        "print([name for name in sys.modules if name.split('.')[0] in ('rasa', 'tensorflow')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"
