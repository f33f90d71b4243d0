"""The model is changed while visitors write: nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.switching import SwitchingEngine
from service.errors import EngineUnavailable
from service.types import Snapshot, TurnInput
from tests.support.house_support import make_house


def turn(text: str) -> TurnInput:
    return TurnInput(text, "fr", "web", {}, Snapshot(now="2026-11-23T10:00:00+01:00"))


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[SwitchingEngine]:
    running = SwitchingEngine(tmp_path / "run", workers=2, host="tests.support.fake_host")
    await running.start(Path("old"))
    await running.wait_ready()
    yield running
    await running.stop()


async def test_a_switch_under_load_loses_nothing(engine: SwitchingEngine) -> None:
    answers: list[tuple[float, str]] = []
    stopping = asyncio.Event()
    clock = asyncio.get_running_loop().time

    async def visitor(number: int) -> None:
        count = 0
        while not stopping.is_set():
            text, began = f"{number}-{count}", clock()
            result = await engine.respond(turn(text))
            assert result.replies[0].text.split()[0] == text
            answers.append((began, result.replies[0].text.split()[1]))
            count += 1

    visitors = [asyncio.create_task(visitor(number)) for number in range(6)]
    await asyncio.sleep(0.5)
    await engine.switch(Path("new"), Path("articles"))
    switched = clock()
    await asyncio.sleep(0.5)
    stopping.set()
    await asyncio.gather(*visitors)  # raises when any turn was lost
    assert {model for _, model in answers} == {"old", "new"}
    assert {model for began, model in answers if began > switched} == {"new"}
    assert (await engine.respond(turn("x"))).replies[0].text == "x new articles"


async def test_a_model_that_cannot_be_loaded_changes_nothing(
    engine: SwitchingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = engine._pool

    def pool() -> object:
        made = impatient()
        waits = made.wait_ready
        made.wait_ready = lambda seconds=1.0: waits(1.0)  # type: ignore[method-assign]
        return made

    monkeypatch.setattr(engine, "_pool", pool)
    with pytest.raises(EngineUnavailable):
        await engine.switch(Path("broken"))
    assert (await engine.respond(turn("x"))).replies[0].text.split() == ["x", "old"]
    assert await engine.ready()


async def test_visitors_notice_nothing(engine: SwitchingEngine, tmp_path: Path) -> None:
    """Through the whole house: every message has its answer, in order."""
    async with make_house(tmp_path, engine) as house:

        async def visitor(number: int) -> list[str]:
            started = await house.visitors.start("fr")
            texts = []
            for count in range(8):
                outcome = await house.visitors.say(started.id, text=f"{number}-{count}")
                texts += [m.text.split()[0] for m in outcome.messages if "-" in m.text.split()[0]]
            return texts

        visitors = [asyncio.create_task(visitor(number)) for number in range(5)]
        await asyncio.sleep(0.3)
        await engine.switch(Path("new"))
        for number, texts in enumerate(await asyncio.gather(*visitors)):
            assert texts == [f"{number}-{count}" for count in range(8)]
