"""Killed at random moments under load: nothing is lost, nothing is said twice."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import psutil

from tests.faults.faults_support import FakeServer, Load, long_or_short, told
from tests.support.waiting import until


async def test_kills_at_random_moments_under_load(tmp_path: Path) -> None:
    """10 kills with 20 conversations in CI; 50 kills with 500 in the long form."""
    kills, people = long_or_short(50, 10), long_or_short(500, 20)
    server = FakeServer(tmp_path).start()
    load = Load([server.url], people, pause=0.05 if people < 100 else 2.0)
    life = long_or_short(3, 1)  # seconds at most, so that 500 people get a word in

    async def kill() -> None:
        for _ in range(kills):
            await asyncio.sleep(0.2 + life * random.random())
            server.kill()
            await asyncio.to_thread(server.start)

    try:
        await load.run(kill())
    finally:
        server.stop()
    assert load.said >= people
    assert "Traceback" not in server.output
    turns = server.turns()
    assert turns == {"accepted": load.said, "committed": load.said, "lost": 0, "double": 0}
    told(kills=kills, conversations=people, messages=load.said, **turns, sent_again=load.retries,
         slowest_seconds=round(load.slowest, 1), slowest_start=server.slowest_start)  # fmt: skip


async def test_the_engine_is_killed_at_random_moments_under_load(tmp_path: Path) -> None:
    """Only its own processes die: turns wait for the next ones, and visitors notice nothing."""
    kills, people = long_or_short(50, 10), long_or_short(100, 20)
    server = FakeServer(tmp_path, extra={"AZIMUT_TEST_ENGINE": "hosted"}).start()
    load = Load([server.url], people, pause=0.05 if people < 100 else 1.0)

    async def kill() -> None:
        assert server.process is not None
        web, killed = psutil.Process(server.process.pid), 0

        async def another() -> list[psutil.Process]:
            return [host for host in web.children() if host.pid != killed]

        for _ in range(kills):
            await asyncio.sleep(0.2 + random.random())
            (host,) = await until(another)
            killed = host.pid
            host.kill()
            await until(another)
            await asyncio.to_thread(server.wait_ready)

    try:
        await load.run(kill())
    finally:
        server.stop()
    assert load.said >= people
    assert server.output.count("engine.host_ended") == kills
    assert "Traceback" not in server.output
    turns = server.turns()
    assert turns == {"accepted": load.said, "committed": load.said, "lost": 0, "double": 0}
    told(engine_kills=kills, conversations=people, messages=load.said, **turns,
         sent_again=load.retries, slowest_seconds=round(load.slowest, 1))  # fmt: skip


async def test_stopped_politely_nobody_is_dropped(tmp_path: Path) -> None:
    """SIGTERM under load: requests under way are answered; the next server goes on."""
    server = FakeServer(tmp_path, extra={"AZIMUT_TEST_ENGINE_DELAY": "0.3"}).start()
    load = Load([server.url], 10)

    async def stop() -> None:
        for _ in range(long_or_short(10, 2)):
            await asyncio.sleep(1)
            await asyncio.to_thread(server.stop)
            assert server.process is not None
            assert server.process.returncode == 0
            await asyncio.to_thread(server.start)

    try:
        await load.run(stop())
    finally:
        server.stop()
    assert "Traceback" not in server.output
    assert "turn failed" not in server.output
    told(polite_stops=long_or_short(10, 2), messages=load.said, sent_again=load.retries,
         slowest_seconds=round(load.slowest, 1), slowest_start=server.slowest_start)  # fmt: skip


async def test_a_second_server_on_one_sqlite_file_is_refused(tmp_path: Path) -> None:
    first = FakeServer(tmp_path).start()
    second = FakeServer(tmp_path)
    try:
        second.start(wait=False)
        assert second.process is not None
        assert await asyncio.to_thread(second.process.wait, 30) == 2
        line = second.output.strip().splitlines()[-1]
        assert "azimut.db is served by another `azimut serve` (process" in line
        assert f"process {first.process.pid if first.process else 0}" in line
        assert first.get("/health/ready")[0] == 200
        first.kill()
        assert FakeServer.start(second).get("/health/ready")[0] == 200  # a dead one holds nothing
    finally:
        first.stop()
        second.stop()


async def test_several_workers_on_sqlite_are_refused(tmp_path: Path) -> None:
    server = FakeServer(tmp_path, arguments=("--workers", "3"))
    server.start(wait=False)
    assert server.process is not None
    assert await asyncio.to_thread(server.process.wait, 30) == 2
    assert server.output.strip() == (
        "azimut: --workers 3 needs PostgreSQL: SQLite is for one process; "
        "set AZIMUT_DATABASE_URL to postgresql://user@host/database"
    )
