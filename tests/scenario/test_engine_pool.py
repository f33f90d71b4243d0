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

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]  # Rasa is loaded twice
TURN = TurnInput("bonjour", "fr", "web", {}, Snapshot(now="2026-11-23T10:00:00+01:00"))


# In every process of the engine, before anything else: what it would call is written down.
NO_NETWORK = """
import pathlib, socket
calls, connect = pathlib.Path({calls!r}), socket.socket.connect
calls.touch()
def refuse(self, address):
    if self.family == socket.AF_UNIX:
        return connect(self, address)
    calls.write_text(str(address))
    raise OSError("no network here")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *where, **more: refuse(socket.socket(), where)
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where calls to the network are written by the engine's processes, which get none."""
    path = tmp_path / "early" / "calls"
    path.parent.mkdir()
    script = NO_NETWORK.format(calls=str(path))
    (path.parent / "sitecustomize.py").write_text(script, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(path.parent))
    return path


@pytest.fixture
async def pool(model: Path, tmp_path: Path, calls: Path) -> AsyncIterator[EnginePool]:
    running = EnginePool(tmp_path / "run", workers=2)
    await running.start(model)
    try:
        await running.wait_ready()
        yield running
    finally:
        await running.stop()


async def test_the_processes_die_and_the_turns_go_on(pool: EnginePool, calls: Path) -> None:
    """A worker is killed between turns and under turns, then the host itself. Meanwhile nobody
    is called: no telemetry, no download."""
    assert (Path(pool._address).stat().st_mode & 0o077) == 0  # for its user only
    assert (pool.folder.stat().st_mode & 0o077) == 0
    assert (await pool.respond(TURN)).understanding.outcome == "smalltalk"

    worker = next(iter(pool._all))
    os.kill(worker, signal.SIGKILL)
    assert (await pool.respond(TURN)).replies

    turns = [asyncio.create_task(pool.respond(TURN)) for _ in range(20)]
    await asyncio.sleep(0.02)
    os.kill(next(iter(pool._all)), signal.SIGKILL)
    assert all(result.replies for result in await asyncio.gather(*turns))

    await kill_host(pool)
    assert (await pool.respond(TURN)).replies
    assert calls.read_text() == ""


async def kill_host(pool: EnginePool) -> None:
    """Until the next one is ready, however slow the machine is."""
    assert pool._host is not None
    before = pool._host.pid
    os.kill(before, signal.SIGKILL)
    for _ in range(1000):
        await asyncio.sleep(0.1)
        if pool._host.pid != before and await pool.ready():
            return
    raise AssertionError("no other host came")


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
