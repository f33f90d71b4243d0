"""Several numbers or pages in one house: each with its own token and its own conversations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from channels.standin.account import Platform
from store.models import ConversationRow
from tests.scenario.channels.platform_support import Stage, person_of, shown, stage

BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])
FIRST, SECOND = "106540352242922", "206540352242922"


async def write(on: Stage, account: str, words: str) -> None:
    """Somebody writes to one of ours."""
    person = person_of(on.world.account.platform)
    events: Any = on.world.events
    there = replace(events, **{"page" if hasattr(events, "page") else "number": account})
    assert await on.world.happen(person, there.text(person, words)) == 200
    await on.settle()


@BOTH
async def test_each_answers_from_where_it_was_asked(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform, ids=(FIRST, SECOND)) as on:
        for account, words in ((FIRST, "un"), (SECOND, "deux"), (FIRST, "trois")):
            await write(on, account, words)
        assert [sent.account for sent in on.sent] == [FIRST, SECOND, FIRST]
        assert [shown(sent)[-5:].split()[-1] for sent in on.sent] == ["un", "deux", "trois"]
        accounts = [row.account for row in await on.rows(ConversationRow)]
        assert sorted(accounts) == [FIRST, SECOND]
        await on.reported("read")


@BOTH
async def test_forgetting_at_one_leaves_the_other(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform, ids=(FIRST, SECOND)) as on:
        await write(on, FIRST, "un")
        await write(on, SECOND, "deux")
        await write(on, FIRST, "forget")
        (left,) = await on.rows(ConversationRow)
        assert left.account == SECOND


@BOTH
async def test_what_is_sent_to_none_of_ours_is_left_alone(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform, ids=(FIRST, SECOND)) as on:
        await write(on, "306540352242922", "un")
        assert on.sent == []
        assert await on.rows(ConversationRow) == []
