"""The desk's texts: nothing that pages, scripts or the vocabulary ask for is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.vocabulary import PUBLICS, SITUATIONS, THEMES
from service.handover import CLOSE_OUTCOMES
from service.redaction import MARKS
from service.settings import DeskSettings
from service.wording import catalogue

PROJECT = Path(__file__).resolve().parents[3]
DESK = PROJECT / "desk"
_SAID = re.compile(r"""\bt\(\s*["']([a-z_.-]*[a-z_-])["'][,)\s]""")
_SCRIPT = re.compile(r'\bsay\("([a-z_]+)"')
_DONE = re.compile(r'\.done\(.*, "([a-z_]+)"(?:, \w+=.*)?\)')
_AUDITED = re.compile(
    r"""audit_line\(\s*[\w.]+,\s*[\w.]+,\s*"([a-z_]+)"|_audit\(held, "([a-z_]+)"\)"""
)


def texts() -> dict[str, str]:
    """The desk's part of the French catalogue (another test compares it with the Dutch)."""
    return {key.removeprefix("desk."): text for key, text in catalogue("fr").items()}


@pytest.mark.parametrize("template", sorted((DESK / "templates").rglob("*.html")), ids=str)
def test_every_text_of_a_template_exists(template: Path) -> None:
    assert set(_SAID.findall(template.read_text("utf-8"))) <= set(texts())


def test_every_text_of_a_script_exists() -> None:
    scripts = "".join(path.read_text("utf-8") for path in (DESK / "static/js").glob("*.js"))
    said = set(_SCRIPT.findall(scripts)) | set(
        re.findall(r'say\(on \? "(\w+)" : "(\w+)"', scripts)[0]
    )
    assert {f"script.{key}" for key in said} <= set(texts())
    assert len(said) > 5


def test_every_deed_says_that_it_is_done() -> None:
    code = "".join(path.read_text("utf-8") for path in (DESK / "pages").rglob("*.py"))
    said = set(_DONE.findall(code))
    assert {f"done.{key}" for key in said} <= set(texts())
    assert len(said) > 15


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("theme", THEMES),
        ("public", (*PUBLICS, "unknown")),
        ("situation", SITUATIONS),
        ("closing", CLOSE_OUTCOMES),
        ("channel", ("web", "whatsapp", "messenger")),
        ("presence", ("online", "busy", "away", "offline")),
        ("delivery", ("pending", "sending", "sent", "delivered", "read", "failed")),
        ("appointment", ("pending", "confirmed", "cancelled", "came", "missed")),
        ("reason", ("asked", "distress", "engine_down", "counsellor_gone")),
        ("personal", tuple(MARKS)),
        ("author", ("visitor", "bot", "counsellor", "system")),
        ("role", ("counsellor", "admin")),
        ("tongue", ("fr", "nl", "other")),
        ("settings", tuple(DeskSettings.__dataclass_fields__)),
    ],
)
def test_every_value_has_a_name(group: str, values: tuple[str, ...]) -> None:
    assert {f"{group}.{value}" for value in values} <= set(texts())


def test_every_line_of_the_audit_trail_has_words() -> None:
    code = "".join(path.read_text("utf-8") for path in (PROJECT / "service").glob("*.py"))
    actions = {first or second for first, second in _AUDITED.findall(code)}
    assert {f"deed.{action}" for action in actions} <= set(texts())
    assert len(actions) > 20
