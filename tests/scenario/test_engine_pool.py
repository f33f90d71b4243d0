"""The engine's processes: workers and host die, visitors do not notice."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.engine_client import EnginePool
from service.errors import EngineUnavailable
from service.types import Snapshot, TurnInput

# Kills; and uvloop, which Rasa brings, leaks transports.
pytestmark = [pytest.mark.model, pytest.mark.faults]
TURN = TurnInput("bonjour", "fr", "web", {}, Snapshot(now="2026-11-23T10:00:00+01:00"))


@pytest.fixture
async def pool(model: Path, tmp_path: Path) -> AsyncIterator[EnginePool]:
    running = EnginePool(tmp_path / "run", workers=2)
    await running.start(model)
    try:
        await running.wait_ready(60)
        yield running
    finally:
        await running.stop()


async def test_the_processes_die_and_the_turns_go_on(pool: EnginePool) -> None:
    """A worker is killed between turns and under turns, then the host itself."""
    assert (await pool.respond(TURN)).understanding.outcome == "smalltalk"

    worker = next(iter(pool._all))
    os.kill(worker, signal.SIGKILL)
    assert (await pool.respond(TURN)).replies

    turns = [asyncio.create_task(pool.respond(TURN)) for _ in range(20)]
    await asyncio.sleep(0.02)
    os.kill(next(iter(pool._all)), signal.SIGKILL)
    assert all(result.replies for result in await asyncio.gather(*turns))

    assert pool._host is not None
    os.kill(pool._host.pid, signal.SIGKILL)
    assert (await pool.respond(TURN)).replies  # waits for the next host


async def test_the_socket_is_for_its_user_only(pool: EnginePool) -> None:
    assert (Path(pool._address).stat().st_mode & 0o077) == 0
    assert (pool.folder.stat().st_mode & 0o077) == 0


async def test_a_model_that_cannot_be_loaded_leaves_the_engine_unavailable(tmp_path: Path) -> None:
    broken = tmp_path / "model.tar.gz"
    broken.write_bytes(b"nothing")
    pool = EnginePool(tmp_path / "run", workers=1)
    await pool.start(broken)
    try:
        with pytest.raises(EngineUnavailable):
            await pool.wait_ready(0.1)
        assert not await pool.ready()
    finally:
        await pool.stop()
