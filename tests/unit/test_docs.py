"""The documents tell the truth about the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.commands.settings import settings_table

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_every_setting_stands_in_the_settings_page() -> None:
    assert settings_table() in (PROJECT / "docs" / "settings.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_commands_of_the_readme_exist() -> None:
    text = (PROJECT / "README.md").read_text("utf-8")
    named = set(re.findall(r"^azimut ([a-z]+)", text, re.MULTILINE))
    assert named <= set(COMMANDS)


def test_the_make_targets_of_the_readme_exist() -> None:
    made = (PROJECT / "Makefile").read_text("utf-8")
    text = (PROJECT / "README.md").read_text("utf-8")
    for target in re.findall(r"^make ([a-z-]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", made, re.MULTILINE), target
