"""Whatever happens in whatever order: owner, queue and messages agree."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.errors import ServiceError
from service.house import House
from service.views import Counsellor
from store.models import ConversationRow, HandoverRow, MessageRow
from tests.support.house_support import HandClock, make_counsellor, make_house

ACTS = (
    "ask",
    "person",
    "leave",
    "help me",
    "book",
    "cancel",
    "claim one",
    "claim two",
    "reply one",
    "reply two",
    "give back one",
    "close two",
    "transfer one",
    "minutes go by",
    "an hour goes by",
    "sweep",
    "engine down",
    "engine up",
    "forget",
)


async def act(
    house: House, clock: HandClock, people: list[Counsellor], conversation: str, name: str
) -> None:
    """Do one thing; refusals are part of the game."""
    one, two = people
    desk = house.handover
    who = one if name.endswith("one") else two
    if name.startswith("claim"):
        await desk.claim(who.id, conversation)
    elif name.startswith("reply"):
        await desk.reply(who.id, conversation, "bonjour")
    elif name.startswith("give back"):
        await desk.give_back(who.id, conversation)
    elif name.startswith("close"):
        await desk.close(who.id, conversation, "helped")
    elif name.startswith("transfer"):
        await desk.transfer(who.id, conversation, to_counsellor=two.id)
    elif name == "sweep":
        await house.keeping.sweep()
    elif name == "minutes go by":
        clock.forward(minutes=5)
        await house.presence.seen(one.id)
    elif name == "an hour goes by":
        clock.forward(hours=1)
    elif name.startswith("engine"):
        house.engine.down = name.endswith("down")  # type: ignore[attr-defined]
    else:
        await house.visitors.say(conversation, text=name)


async def check(house: House, conversation_id: str) -> None:
    """Owner, open handover and the sequence of messages agree."""
    async with house.core.read() as session:
        conversation = await session.get(ConversationRow, conversation_id)
        handovers = (
            await session.scalars(
                select(HandoverRow).where(HandoverRow.conversation_id == conversation_id)
            )
        ).all()
        seqs = (
            await session.scalars(
                select(MessageRow.seq)
                .where(MessageRow.conversation_id == conversation_id)
                .order_by(MessageRow.seq)
            )
        ).all()
    if conversation is None:
        assert (list(handovers), list(seqs)) == ([], [])
        return
    still_open = [row for row in handovers if row.closed_at is None]
    meant = "bot"
    if still_open:
        (row,) = still_open
        meant = "waiting" if row.counsellor_id is None else "counsellor"
    assert conversation.owner == meant
    assert list(seqs) == list(range(1, conversation.last_seq + 1))


async def play(folder: Path, names: list[str]) -> None:
    clock = HandClock()
    async with make_house(folder, clock=clock, started=False) as house:
        people = [await make_counsellor(house, name) for name in ("one", "two")]
        started = await house.visitors.start("fr")
        for name in names:
            with suppress(ServiceError):
                await act(house, clock, people, started.id, name)
            await check(house, started.id)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(ACTS), min_size=3, max_size=15))
def test_owner_queue_and_messages_agree(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), names))
