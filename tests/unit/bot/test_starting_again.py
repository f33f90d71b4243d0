"""Processes that cannot be started now are started later: who looks after them goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import bot.engine_client
import bot.fleet
from bot.engine_client import EnginePool
from bot.fleet import Fleet
from bot.settings import load_settings


class Process:
    """One that ends at once."""

    returncode = 1

    async def wait(self) -> int:
        return self.returncode


async def test_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.engine_client, "RESTARTS", (0.0,))
    pool, tried, started = EnginePool(tmp_path, workers=1), asyncio.Event(), asyncio.Event()

    async def spawn() -> Process:
        if not tried.is_set():
            tried.set()
            raise BlockingIOError("no room for a process")
        started.set()
        return Process()

    monkeypatch.setattr(pool, "_spawn", spawn)
    running = asyncio.create_task(pool._run_host())
    await asyncio.wait_for(started.wait(), 60)
    running.cancel()


async def test_a_web_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.fleet, "PAUSES", (0.0,))
    fleet, tried = Fleet(load_settings({}), 1), asyncio.Event()

    async def spawn(_: int) -> Process:
        if not tried.is_set():
            tried.set()
            raise BlockingIOError("no room for a process")
        fleet._stopping.set()
        return Process()

    monkeypatch.setattr(fleet, "_spawn", spawn)
    await fleet._keep(1)
    assert fleet._stopping.is_set()
