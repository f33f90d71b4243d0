"""Whole conversations against what is expected of each turn.

    python -m bench.dialogues FILE [--model MODEL]

FILE holds JSON lines {"id", "turns": [{"say", "expect": {"lang", "kind", "topic"}}]}. The engine
keeps its dialogue state as the house would; a Monday morning with somebody at the desk and free
appointments. Prints every turn that went otherwise, and the share that went as expected.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.alone import load_engine
from service.types import Engine, Json, Snapshot, TurnInput, TurnResult

MORNING = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
OUTCOMES = {
    "question": {"answered", "clarifying"},
    "handoff": {"handover"},
    "booking": {"booking"},
    "smalltalk": {"smalltalk"},
    "profile": {"smalltalk", "answered", "clarifying"},
    "out_of_scope": {"out_of_scope"},
    "other_language": {"other_language"},
    "distress": {"distress"},
    "delete_data": {"forgotten"},
}


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def dialogues(file: Path) -> None:
    """Play conversations and compare each turn with what is expected."""
    engine = load_engine()
    asyncio.run(_all(engine, [json.loads(line) for line in file.read_text("utf-8").splitlines()]))


async def _all(engine: Engine, conversations: list[Json]) -> None:
    right = total = 0
    for conversation in conversations:
        for turn, result in await _play(engine, conversation["turns"]):
            total += 1
            wrong = _wrong(turn["expect"], result)
            right += not wrong
            if wrong:
                click.echo(f"{conversation['id']}: {turn['say']!r}: {wrong}")
    click.echo(f"as expected: {right} of {total} turns ({100 * right / total:.0f} %)")


async def _play(engine: Engine, turns: list[Json]) -> list[tuple[Json, TurnResult]]:
    snapshot = Snapshot(
        now=MORNING.isoformat(), desk_open=True, counsellors_present=1, fresh_code="ABCD2345",
        slots=tuple(_slots()),
    )  # fmt: skip
    state: Json = {}
    language: Any = None
    played = []
    for turn in turns:
        result = await engine.respond(TurnInput(turn["say"], language, "web", state, snapshot))
        state, snapshot = result.state, _after(snapshot, result)
        language = next(
            (e.values["language"] for e in result.effects if e.kind == "set_language"), language
        )
        played.append((turn, result))
    return played


def _after(snapshot: Snapshot, result: TurnResult) -> Snapshot:
    """What the house would show next: a booked appointment stands until it is cancelled."""
    for effect in result.effects:
        if effect.kind == "book":
            slot = next(slot for slot in _slots() if slot["id"] == effect.values["slot"])
            snapshot = replace(snapshot, appointment={**slot, "id": 1})
        elif effect.kind == "cancel_appointment":
            snapshot = replace(snapshot, appointment=None)
    return snapshot


def _slots() -> list[Json]:
    found = []
    for day in range(1, 26):
        for hour in (9, 11, 14, 16, 17):
            start = (MORNING + timedelta(days=day)).replace(hour=hour)
            if start.weekday() < 5:
                found.append(
                    {
                        "id": f"{day}-{hour}",
                        "start": start.isoformat(),
                        "end": (start + timedelta(minutes=45)).isoformat(),
                        "languages": ["fr", "nl"],
                        "themes": [],
                        "place": "centre",
                    }
                )
    return found


def _wrong(expected: Json, result: TurnResult) -> str:
    heard = result.understanding
    if expected["kind"] == "command":
        return "" if result.replies else "no reply to a slash command"
    if heard.outcome not in OUTCOMES[expected["kind"]]:
        return f"expected {expected['kind']}, came to {heard.outcome} (act {heard.act})"
    topic = expected.get("topic")
    found = {heard.article, *heard.choices}
    if topic and topic not in found:
        return f"expected {topic}, answered {heard.article or heard.choices}"
    language = expected.get("lang")
    if language in {"fr", "nl"} and result.replies and result.replies[-1].language != language:
        return f"expected {language}, answered in {result.replies[-1].language}"
    return ""


if __name__ == "__main__":
    dialogues()
