"""Logs hold no text of a visitor."""

from __future__ import annotations

import pytest
import structlog

from bot.logs import configure_logs


def test_fields_that_could_hold_a_text_are_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info", as_json=True)
    structlog.get_logger("x").info("turn", text="secret words", body="secret", seconds=1)
    printed = capsys.readouterr()
    assert "secret" not in printed.out + printed.err
    assert '"seconds": 1' in printed.err
    structlog.reset_defaults()
