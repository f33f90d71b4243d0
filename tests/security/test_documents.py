"""The pages on privacy and security tell the truth about the code."""

from __future__ import annotations

import re
from pathlib import Path

import store.models
from store.base import Base

PROJECT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/\S+?\.py)::(\w+)`")


def test_every_table_stands_in_the_privacy_page() -> None:
    assert store.models
    page = (PROJECT / "docs" / "privacy.md").read_text("utf-8")
    missing = [t.name for t in Base.metadata.sorted_tables if f"`{t.name}`" not in page]
    assert missing == []


def test_every_test_that_the_security_page_names_exists() -> None:
    named = NAMED.findall((PROJECT / "docs" / "security.md").read_text("utf-8"))
    assert len(named) >= 40
    for path, name in named:
        text = (PROJECT / path).read_text("utf-8")
        assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE), f"{path}::{name}"


def test_every_threat_has_a_test() -> None:
    page = (PROJECT / "docs" / "security.md").read_text("utf-8")
    rows = re.findall(r"^\| (?!threat|---)(.+?) \|.*\|(.*)\|$", page, re.MULTILINE)
    assert len(rows) >= 30
    assert [threat for threat, tests in rows if "`tests/" not in tests] == []
