"""The engine without the house: for ``ask``, ``chat`` and ``understand``.

Nothing is stored, queued, booked or deleted; clock, hours and presence change nothing.
"""

from __future__ import annotations

from pathlib import Path

import click

from bot.live import live_knowledge, work_on
from bot.settings import load_settings
from bot.training import ensure_model
from service.types import Engine, Json, Language, Snapshot, TurnInput, TurnResult

FIXED = Snapshot(now="2026-01-07T10:00:00+01:00", slots=(), fresh_code="AZ1M0T42")
"""A Wednesday morning: any would do, but always the same."""


def load_engine() -> Engine:
    """The engine in this process, trained first if need be. Progress on standard error."""
    data_dir = load_settings().data_dir
    knowledge = live_knowledge(data_dir)
    work_on(knowledge)
    model = ensure_model(data_dir / "models", lambda text: click.echo(text, err=True), knowledge)
    return _load(model)


def _load(model: Path) -> Engine:
    from bot.engine import RasaEngine

    return RasaEngine(model)


async def take(
    engine: Engine,
    text: str,
    language: Language | None = None,
    state: Json | None = None,
    choice: Json | None = None,
) -> TurnResult:
    """One turn with a house where nothing is known and nobody is there."""
    turn = TurnInput(text, language, "shell", state or {}, FIXED, choice)
    return await engine.respond(turn)
