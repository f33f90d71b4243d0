"""The report calls articles what the desk calls them: as they were published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.report import report
from bot.live import remember_live
from knowledge.loader import FOLDER

ARTICLE = "studies/exam-board"


def test_titles_are_those_that_were_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (FOLDER / "articles" / f"{ARTICLE}.yml").read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("  title:"))
    remember_live(tmp_path, {ARTICLE: text.replace(title, "  title: Le nouveau nom", 1)})
    told: list[Mapping[str, str]] = []

    async def exact(*given: object) -> None:
        told.append(given[3])  # type: ignore[arg-type]

    monkeypatch.setattr("service.reporting.making.exact", exact)
    monkeypatch.setattr("service.reporting.making.written", lambda *_: b"")
    monkeypatch.setenv("AZIMUT_DATA_DIR", str(tmp_path))
    done = CliRunner().invoke(report, ["--from", "2026-01-01", "--to", "2026-12-31"])
    assert done.exit_code == 0, done.output
    assert told[0][ARTICLE] == "Le nouveau nom"
