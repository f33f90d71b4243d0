"""Kills: every accepted message has exactly one committed turn, in order, whatever dies when."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy import select

from service.house import House
from store.models import ConversationRow, InboxRow, MessageRow, OutboxRow
from tests.conftest import PROJECT
from tests.support.house_support import make_house
from tests.support.kill_target import real_clock
from tests.support.postgres import Cluster

PEOPLE = 4


async def killed_once(url: str, first: int, enough: int, delay: float) -> list[tuple[str, int]]:
    """Run the target, give it messages, kill it ``delay`` seconds after it accepted enough; what it
    had accepted.

    The first message was sent before the last kill perhaps: it is sent again, as a platform does.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.kill_target",
        url,
        "0.01",
        cwd=PROJECT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"ready"
    accepted: list[tuple[str, int]] = []
    reached = asyncio.Event()

    async def feed() -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(first, first + 500):
            person = f"p{number % PEOPLE}"
            process.stdin.write(f"{person} {number} m{number}\n".encode())
            await process.stdin.drain()
            if not (await process.stdout.readline()).startswith(b"ok"):
                return
            accepted.append((person, number))
            if len(accepted) >= enough:
                reached.set()

    feeding = asyncio.create_task(feed())
    await asyncio.wait_for(reached.wait(), 60)
    await asyncio.sleep(delay)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await asyncio.gather(feeding, return_exceptions=True)
    process.stdin.close()
    return accepted


async def everything_done(house: House) -> None:
    for _ in range(600):
        async with house.core.read() as session:
            left = await session.scalar(select(InboxRow.id).where(InboxRow.done_at.is_(None)))
        if left is None:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("messages are left")


async def check(house: House, accepted: list[tuple[str, int]]) -> None:
    """One turn for each accepted message, in order, and one send for each turn."""
    talks: defaultdict[str, list[str]] = defaultdict(list)
    async with house.core.read() as session:
        ids = (await session.scalars(select(ConversationRow.id))).all()
        for conversation_id in ids:
            rows = (
                await session.scalars(
                    select(MessageRow)
                    .where(MessageRow.conversation_id == conversation_id)
                    .order_by(MessageRow.seq)
                )
            ).all()
            assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
            own = [row.text for row in rows if row.author == "visitor"]
            echoes = [row.text for row in rows if row.text.startswith("echo: ")]
            assert echoes == [f"echo: {text}" for text in own]
            assert own == sorted(own, key=lambda text: int(text[1:]))
            assert len(own) == len(set(own))
            person = f"p{int(own[0][1:]) % PEOPLE}"
            talks[person] = own
            sends = (
                await session.scalars(
                    select(OutboxRow.seqs).where(OutboxRow.conversation_id == conversation_id)
                )
            ).all()
            assert len(sends) == len(own)
    assert len(ids) == PEOPLE
    for person, number in accepted:
        assert f"m{number}" in talks[person]


async def many_kills(folder: Path, kills: int) -> int:
    url = f"sqlite:///{folder / 'azimut.sqlite3'}"
    chance = random.Random(7)
    accepted: list[tuple[str, int]] = []
    for _ in range(kills):
        start = accepted[-1][1] if accepted else 0
        accepted += await killed_once(url, start, chance.randint(5, 30), chance.uniform(0, 0.2))
    async with make_house(url=url, clock=real_clock()) as house:
        await everything_done(house)
        await check(house, accepted)
    return len(accepted)


async def test_three_kills_lose_nothing_and_answer_nothing_twice(tmp_path: Path) -> None:
    assert await many_kills(tmp_path, 3) >= 15


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_many_kills(tmp_path: Path) -> None:
    assert await many_kills(tmp_path, 50) >= 250


@pytest.mark.postgres
async def test_another_process_finishes_what_a_dead_one_left(postgres: Cluster) -> None:
    url = postgres.url()
    async with make_house(url=url, clock=real_clock()) as house:
        accepted = await killed_once(url, 0, 12, 0.01)
        await everything_done(house)
        await check(house, accepted)
