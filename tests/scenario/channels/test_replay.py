"""A day's traffic in random order, with duplicates and in random batches: exactly one turn and
one answer for each message."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from channels.standin.account import Platform
from store.models import ConversationRow, MessageRow
from tests.scenario.channels.platform_support import Stage, shown, stage

PEOPLE, EACH = 24, 4
Json = dict[str, Any]


def person(platform: Platform, number: int) -> str:
    """One of many."""
    return f"BE.{number:020d}" if platform == "whatsapp" else f"{9_000_000 + number}"


def a_day(on: Stage, platform: Platform, chance: Random) -> list[Json]:
    """Every message once to three times, in any order, sometimes several in one notification."""
    events = [
        on.world.events.text(person(platform, who), f"p{who} m{number}")
        for who in range(PEOPLE)
        for number in range(EACH)
    ]
    deliveries = [event for event in events for _ in range(chance.choice([1, 1, 2, 3]))]
    chance.shuffle(deliveries)
    batches = []
    while deliveries:
        some = [deliveries.pop() for _ in range(min(len(deliveries), chance.randint(1, 4)))]
        whole = dict(some[0])
        whole["entry"] = [entry for event in some for entry in event["entry"]]
        batches.append(whole)
    return batches


@pytest.mark.parametrize("platform", ["whatsapp", "messenger"])
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.faults)])
async def test_exactly_one_answer_to_each_message(
    tmp_path: Path, platform: Platform, seed: int
) -> None:
    async with stage(tmp_path, platform, reports=False) as on:
        for who in range(PEOPLE):
            on.world.graph.last_written[person(platform, who)] = on.clock.now
        batches = a_day(on, platform, Random(seed))
        for start in range(0, len(batches), 6):  # six notifications at the same time
            calls = [on.world.caller.call(batch) for batch in batches[start : start + 6]]
            assert set(await asyncio.gather(*calls)) == {200}
        await on.settle()
        asked = {f"p{who} m{number}" for who in range(PEOPLE) for number in range(EACH)}
        assert Counter(await on.written()) == Counter(asked)
        answered = Counter(shown(sent).rpartition("echo: ")[2] for sent in on.sent)
        assert answered == Counter(asked)
        for sent in on.sent:
            number = int(shown(sent).rpartition("echo: p")[2].split()[0])
            assert sent.person == person(platform, number)
        async with on.house.core.read() as session:
            count = await session.scalar(select(func.count()).select_from(ConversationRow))
            answers = await session.scalar(
                select(func.count()).select_from(MessageRow).where(MessageRow.kind != "notice",
                                                                   MessageRow.author == "bot")
            )  # fmt: skip
        assert (count, answers) == (PEOPLE, PEOPLE * EACH)
