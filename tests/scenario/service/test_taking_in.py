"""Messages of platforms: taken in once, and answered whatever they are."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from service.house import House
from service.inbox import InboundMessage
from tests.scenario.service.test_turns import settled
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import MONDAY, make_house
from tests.support.waiting import until


def inbound(number: int, text: str | None = "bonjour", **fields: object) -> InboundMessage:
    """A message of a platform."""
    values: dict[str, object] = {
        "channel": "whatsapp",
        "account": "100",
        "person": "BE.1",
        "address": "32475123456",
        "platform_message_id": f"wamid.{number}",
        "at": MONDAY + timedelta(seconds=number),
        "text": text,
    }
    return InboundMessage(**(values | fields))  # type: ignore[arg-type]


async def test_a_platform_message_is_taken_in_once(database_url: str) -> None:
    engine = FakeEngine()
    async with make_house(url=database_url, engine=engine) as house:
        taken = await asyncio.gather(*(house.inbox.accept(inbound(1)) for _ in range(5)))
        assert sorted(taken) == [False, False, False, False, True]
        new = await house.inbox.accept_all([inbound(1), inbound(2, "b"), inbound(2, "b")])
        assert [accepted.message.text for accepted in new] == ["b"]

        async def both() -> bool:
            return len(engine.seen) == 2

        await until(both)
        assert [turn.text for turn in engine.seen] == ["bonjour", "b"]


async def test_other_kinds_get_a_useful_answer(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with make_house(tmp_path, engine) as house:
        kinds = ("audio", "image", "location", "hologram", "reaction", "deletion")
        for number, kind in enumerate(kinds):
            assert await house.inbox.accept(inbound(number, kind=kind, text=None))
        conversation_id = await only_conversation(house)
        await settled(house, conversation_id, 9)
        said = [view.text for view in await house.visitors.messages(conversation_id)]
        assert any("vocaux" in text and "spraakberichten" in text for text in said)
        assert engine.seen == []


async def only_conversation(house: House) -> str:
    """The id of the one conversation that there is."""
    from sqlalchemy import select

    from store.models import ConversationRow

    async def found() -> str | None:
        async with house.core.read() as session:
            return await session.scalar(select(ConversationRow.id))

    return str(await until(found))
