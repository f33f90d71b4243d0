"""Article files that somebody made in bad faith: refused on one line, and nothing runs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from knowledge import document
from knowledge.checker import check
from knowledge.document import read_document
from knowledge.errors import BrokenFile, KnowledgeError
from knowledge.loader import load_knowledge
from service.markdown import to_html
from tests.security.test_scripts import harmless
from tests.unit.knowledge.knowledge_support import ARTICLE_ID, write_knowledge

TAGS = (
    "!!python/object/apply:os.system ['touch {trap}']",
    "!!python/object/new:subprocess.Popen [['touch', '{trap}']]",
    "!!python/name:os.system",
    "!!python/module:antigravity",
    "!!python/object:knowledge.model.Article {{}}",
    "!!binary |\n  aGVsbG8=",
    "!include /etc/passwd",
    "&a [*a]",
)


def test_the_loader_is_a_safe_one() -> None:
    assert issubclass(document._Loader, yaml.SafeLoader | getattr(yaml, "CSafeLoader", ()))


@pytest.mark.parametrize("value", TAGS)
def test_tags_that_make_objects_are_refused(tmp_path: Path, value: str) -> None:
    trap = tmp_path / "trap"
    folder = write_knowledge(tmp_path / "k")
    path = folder / "articles" / f"{ARTICLE_ID}.yml"
    path.write_text(path.read_text("utf-8") + f"\nextra: {value.format(trap=trap)}\n", "utf-8")
    findings = check(folder)
    assert any(finding.path == path or str(finding.path) in str(path) for finding in findings)
    assert not trap.exists()


def test_a_file_that_multiplies_itself_stays_small(tmp_path: Path) -> None:
    """Nine levels of nine references ("billion laughs") would be 387 million texts."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    folder = write_knowledge(tmp_path)
    path = folder / "articles" / f"{ARTICLE_ID}.yml"
    path.write_text("\n".join(lines), "utf-8")
    began = time.monotonic()
    with pytest.raises(KnowledgeError):
        load_knowledge(folder)
    assert check(folder)
    assert time.monotonic() - began < 20


BROKEN = ("[" * 5000, "{a: " * 5000, "\0", "%YAML 9.9\n---", "\ta: 1\n\tb")


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_broken_yaml_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(BrokenFile) as refused:
        read_document(path).data  # noqa: B018 - reading is what is tested
    assert "\n" not in str(refused.value)


def test_scripts_in_an_article_are_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    folder = write_knowledge(tmp_path)
    path = folder / "articles" / f"{ARTICLE_ID}.yml"
    data = yaml.safe_load(path.read_text("utf-8"))
    data["fr"]["answer"] = data["fr"]["easy"] = data["fr"]["title"] = evil
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    shown = load_knowledge(folder).get(ARTICLE_ID).shown("fr", ())
    for text in (shown.answer, shown.easy, shown.title):
        harmless(to_html(text), piece=True)
    assert check(folder)
