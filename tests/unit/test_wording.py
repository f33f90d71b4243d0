"""Every visible text exists in both languages, with the same marks."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from service.wording import catalogue, marks

PROJECT = Path(__file__).resolve().parents[2]


def test_both_languages_hold_the_same_keys() -> None:
    assert set(catalogue("fr")) == set(catalogue("nl"))


@pytest.mark.parametrize("key", sorted(catalogue("fr")))
def test_a_text_has_the_same_marks_in_both(key: str) -> None:
    assert marks(catalogue("fr")[key]) == marks(catalogue("nl")[key])


def test_no_text_is_empty() -> None:
    for language in ("fr", "nl"):
        assert all(text.strip() for text in catalogue(language).values())


def _keys_said(path: Path) -> set[str]:
    """The literal first arguments of say(...) and stage.say(...), and of stage.choice(...)."""
    said = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            if name == "say" or (name == "choice" and path.parent.name == "actions"):
                said.add(str(node.args[0].value))
    return said


@pytest.mark.parametrize("package", ["actions", "service", "channels", "desk", "bot"])
def test_what_the_code_says_stands_in_the_catalogue(package: str) -> None:
    for path in (PROJECT / package).rglob("*.py"):
        assert _keys_said(path) <= set(catalogue("fr")), path.name
