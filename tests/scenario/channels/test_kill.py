"""SIGKILL, and what is left: one committed turn for each accepted message, and a second delivery
only where the report of the first was lost."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import select

from channels.standin.account import Account, Platform
from channels.standin.faults import Fault
from channels.standin.world import World
from store.database import Database
from store.models import InboxRow, MessageRow, OutboxRow
from tests.scenario.channels.platform_support import person_of, shown

PROJECT = Path(__file__).resolve().parents[3]
BOTH = pytest.mark.parametrize(
    "platform", ["whatsapp", pytest.param("messenger", marks=pytest.mark.faults)]
)
PATIENCE = 60.0  # seconds


@dataclass
class Mortal:
    """A server process that is started and killed, and the world around it."""

    folder: Path
    world: World
    port: int
    process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self, delay: float = 0.0, grace: float = 2.0) -> None:
        """Until it listens."""
        account = self.world.account
        words = [str(self.folder), str(self.port), account.platform]
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.scenario.channels.platform_server",
            *words,
            self.world.graph.url,
            str(delay),
            str(grace),
            cwd=PROJECT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        assert line == b"ready\n"

    async def kill(self) -> None:
        """SIGKILL."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def rows(self, model: Any) -> list[Any]:
        """All rows of a table."""
        database = Database(f"sqlite:///{self.folder / 'azimut.sqlite3'}")
        try:
            async with database.read() as session:
                return list(await session.scalars(select(model)))
        finally:
            await database.close()

    async def turns(self) -> Counter[str]:
        """What visitors wrote, by committed turn."""
        rows = await self.rows(MessageRow)
        return Counter(row.text for row in rows if row.author == "visitor")

    async def until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        """Wait for something."""
        for _ in range(int(PATIENCE / 0.05)):
            if await holds():
                return
            await asyncio.sleep(0.05)
        raise AssertionError("it never came to hold")

    async def all_sent(self) -> bool:
        """Every turn is taken and nothing waits to be sent."""
        inbox, outbox = await self.rows(InboxRow), await self.rows(OutboxRow)
        left = [row for row in outbox if row.status in ("pending", "sending")]
        return bool(inbox) and all(row.done_at for row in inbox) and not left


@asynccontextmanager
async def mortal(folder: Path, platform: Platform, *, reports: bool) -> AsyncIterator[Mortal]:
    """The world, and no server yet."""
    port = unused_port()
    address = f"http://127.0.0.1:{port}/webhooks/{platform}"
    world = World(Account(platform), address, reports=reports, tries=400)
    await world.graph.start()
    found = Mortal(folder, world, port)
    try:
        yield found
    finally:
        await found.kill()
        await world.close()
    assert [str(refusal) for refusal in world.graph.refused] == []


@BOTH
async def test_killed_between_receipt_and_reply(tmp_path: Path, platform: Platform) -> None:
    async with mortal(tmp_path, platform, reports=True) as server:
        await server.start(delay=60)
        assert await server.world.write(person_of(platform), "Bonjour") == 200
        await server.kill()
        assert await server.turns() == {}
        await server.start()
        await server.until(server.all_sent)
        assert await server.turns() == {"Bonjour": 1}
        assert len(server.world.graph.sent) == 1


@BOTH
async def test_killed_between_reply_and_delivery_with_the_report_after_the_restart(
    tmp_path: Path, platform: Platform
) -> None:
    async with mortal(tmp_path, platform, reports=False) as server:
        await _killed_while_sending(server, platform)
        await server.start(grace=3600)
        await asyncio.sleep(1)  # time enough for a mistake
        (sent,) = server.world.graph.sent
        for notification in server.world._reports_of(sent, Fault.NONE):
            assert await server.world.caller.call(notification) == 200
        await server.until(server.all_sent)
        assert len(server.world.graph.sent) == 1
        assert await server.turns() == {"Bonjour": 1}


@BOTH
async def test_killed_between_reply_and_delivery_and_the_report_lost(
    tmp_path: Path, platform: Platform
) -> None:
    async with mortal(tmp_path, platform, reports=False) as server:
        await _killed_while_sending(server, platform)
        await server.start()
        await server.until(server.all_sent)
        first, second = server.world.graph.sent
        assert shown(first) == shown(second)
        assert first.opaque == second.opaque
        assert await server.turns() == {"Bonjour": 1}


async def _killed_while_sending(server: Mortal, platform: Platform) -> None:
    """The platform has the message; we die before we hear so."""
    server.world.graph.faults.append(Fault.SILENCE)
    await server.start()
    assert await server.world.write(person_of(platform), "Bonjour") == 200

    async def arrived() -> bool:
        return bool(server.world.graph.sent)

    await server.until(arrived)
    await server.kill()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.faults),
                                  pytest.param(3, marks=pytest.mark.faults)])  # fmt: skip
async def test_killed_again_and_again_under_traffic(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    async with mortal(tmp_path, "whatsapp", reports=True) as server:
        await server.start(delay=0.05)
        people = [f"BE.{number:020d}" for number in range(6)]
        asked = {f"{who[-1]} {number}": who for who in people for number in range(4)}
        traffic = asyncio.gather(*(server.world.write(who, words) for words, who in asked.items()))
        for _ in range(3):
            await asyncio.sleep(chance.uniform(0.05, 0.8))
            await server.kill()
            await server.start(delay=0.05)
        assert set(await traffic) == {200}
        await server.until(server.all_sent)
        assert await server.turns() == dict.fromkeys(asked, 1)
        delivered = Counter(shown(sent).rpartition("echo: ")[2] for sent in server.world.graph.sent)
        assert set(delivered) == set(asked)
        # Each kill may cut the reports of what was just being sent, and only of that.
        assert sum(delivered.values()) - len(asked) <= 3 * len(people)
