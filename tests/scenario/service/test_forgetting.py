"""Forgetting while everybody acts on the conversation: whatever comes first, nothing stays."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy import String, cast, func, or_, select

from service.errors import AlreadyClaimed, NotFound, NotYours, ServiceError, StillWorking
from service.house import House
from service.types import Choice, Effect, TurnInput, TurnResult
from store.base import Base
from tests.support.fake_engine import FakeEngine, obey, result
from tests.support.house_support import make_counsellor, make_house
from tests.support.waiting import until

PLANTED = "kwikstaartje"
PEOPLE = 6
# What it may be answered with: gone, never or no longer this counsellor's, not done yet.
FINE = (NotFound, NotYours, AlreadyClaimed, StillWorking)


def answer(turn: TurnInput) -> TurnResult:
    """As the fake does; ``gap`` was not understood, ``offer`` is answered with a choice."""
    if turn.text.startswith("gap"):
        return result(turn, f"unknown {turn.text}", outcome="unanswered", act="ask")
    if turn.text.startswith("offer"):
        return result(turn, "which?", choices=(Choice(f"take {PLANTED}", {"act": "leave"}),))
    if turn.text.startswith("sad"):
        return result(turn, "112", Effect("hand_over", {"reason": "distress", "urgent": True}))
    return obey(turn)


def deeds(house: House, conversation_id: str, counsellor_id: int) -> list[Awaitable[Any]]:
    """Everything that writes to a conversation."""
    say, desk = house.visitors.say, house.handover
    words = ("gap", "offer", "message", "sad", "and", "book", "person")
    mine = (counsellor_id, conversation_id)
    return [
        *(say(conversation_id, text=f"{word} {PLANTED}", idempotency_key=word) for word in words),
        say(conversation_id, text="book"),
        say(conversation_id, text="person"),
        house.visitors.feedback(conversation_id, 3, False),
        house.visitors.set_language(conversation_id, "nl"),
        house.visitors.typing(conversation_id),
        desk.claim(*mine),
        desk.reply(*mine, f"reply {PLANTED}"),
        desk.note(*mine, f"note {PLANTED}"),
        desk.tag(*mine, (PLANTED,)),
        desk.give_back(*mine),
        desk.view(*mine),
    ]


async def rows_with(house: House, text: str) -> dict[str, int]:
    """How many rows of each table hold a text anywhere."""
    found = {}
    async with house.core.read() as session:
        for table in Base.metadata.sorted_tables:
            anywhere = or_(*(cast(column, String).contains(text) for column in table.columns))
            found[table.name] = await session.scalar(
                select(func.count()).select_from(table).where(anywhere)
            )
    return {name: count for name, count in found.items() if count}


@pytest.mark.parametrize("by", ["button", "words", "both"])
async def test_whatever_comes_at_the_same_time_nothing_stays(database_url: str, by: str) -> None:
    chance = random.Random(20261123)
    async with make_house(url=database_url, engine=FakeEngine(answer=answer, delay=0.01)) as house:
        amina = await make_counsellor(house)
        await house.people.change(amina.id, cap=50)
        started = [await house.visitors.start("fr") for _ in range(PEOPLE)]
        other = await house.visitors.start("fr")
        await house.visitors.say(other.id, text=f"stays {PLANTED}")

        async def forgotten(conversation_id: str) -> None:
            """By one door or both, with everything else before, beside and after it."""
            await house.visitors.say(conversation_id, text=f"before {PLANTED}")
            doors: list[Awaitable[Any]] = []
            if by != "words":
                doors.append(house.visitors.forget(conversation_id))
            if by != "button":
                doors.append(house.visitors.say(conversation_id, text="forget"))
            work = [*deeds(house, conversation_id, amina.id), *doors]
            chance.shuffle(work)
            ends = await asyncio.gather(*work, return_exceptions=True)
            wrong = [end for end in ends if isinstance(end, Exception) and not _fine(end)]
            assert wrong == []

        await asyncio.gather(*(forgotten(one.id) for one in started))
        await until(lambda: _settled(house))
        for one in started:
            with pytest.raises(NotFound):
                await house.visitors.state(one.id)
            assert set(await rows_with(house, one.id)) <= {"audit"}
        assert await rows_with(house, PLANTED) == {"message": 2}  # the other's, and its echo
        assert await house.gaps.open() == ()
        assert await house.left_messages.waiting() == ()
        assert await house.handover.queue() == ()


def _fine(error: Exception) -> bool:
    return isinstance(error, FINE) or (isinstance(error, ServiceError) and error.status == 400)


async def _settled(house: House) -> bool:
    """No turn is under way."""
    return not house._worker._draining
