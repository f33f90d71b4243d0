"""An hour of mixed traffic in minutes: memory stays flat."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from pathlib import Path

import aiohttp
import psutil

from tests.faults.faults_support import SHORT, FakeServer, Persistent, long_or_short, told

SECONDS = int(os.environ.get("AZIMUT_TEST_SOAK", long_or_short(240, 20)))
# Of the second half over the first, after warming up; some seconds are too short to be strict.
MOST_GROWTH = 1.25 if SHORT else 1.10
PEOPLE = 12
WORDS = ("bonjour", "choose", "xyzzy", "book", "nederlands", "person", "leave", "help me", "🙂 é")


async def test_memory_stays_flat(tmp_path: Path) -> None:
    """Visitors come, talk, ask for people, book, read, listen, are forgotten, go."""
    server = FakeServer(tmp_path, extra={"AZIMUT_TEST_ENGINE_DELAY": "0.0"}).start()
    assert server.process is not None
    process, until = psutil.Process(server.process.pid), time.monotonic() + SECONDS
    memory: list[float] = []
    counts = {"conversations": 0, "messages": 0}
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
            people = [
                asyncio.create_task(_come_and_go(session, server.url, until, counts))
                for _ in range(PEOPLE)
            ]
            while time.monotonic() < until:
                await asyncio.sleep(SECONDS / 60)
                memory.append(process.memory_info().rss / 1e6)
            await asyncio.gather(*people)
        files = process.num_fds()
    finally:
        server.stop()
    settled = memory[len(memory) // 3 :]
    half = len(settled) // 2
    first, second = statistics.median(settled[:half]), statistics.median(settled[half:])
    told(seconds=SECONDS, **counts, megabytes_first=round(first), megabytes_second=round(second),
         open_files=files)  # fmt: skip
    assert second < first * MOST_GROWTH, memory
    assert files < 200
    assert "Traceback" not in server.output


async def _come_and_go(
    session: aiohttp.ClientSession, url: str, until: float, counts: dict[str, int]
) -> None:
    """Each time somebody new, from elsewhere: the limits of one address are not what is tried."""
    while time.monotonic() < until:
        counts["conversations"] += 1
        one = Persistent([url], counts["conversations"])
        await one.begin(session)
        headers = one.headers()
        path = f"{url}/api/conversations/{one.id}"
        for word in WORDS:
            async with session.post(
                f"{path}/messages", json={"text": word}, headers=headers
            ) as answer:
                assert answer.status in {200, 202}, await answer.text()
                counts["messages"] += answer.status == 200
        for read in ("/messages?after=0", ""):
            async with session.get(path + read, headers=headers) as answer:
                assert answer.status == 200
        async with session.get(f"{path}/events", headers=headers) as events:
            await events.content.readline()
        async with session.delete(path, headers=headers) as answer:
            assert answer.status == 204
