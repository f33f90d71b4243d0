"""What platforms tell of sends, and of humans who answer elsewhere, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from service.house import House
from service.types import Json
from service.views import MessageView
from store.models import ConversationRow, HandoverRow
from tests.scenario.service.test_outbox import FakeSender, accept, rows
from tests.support.house_support import MONDAY, HandClock, make_house

WHO = ("whatsapp", "100", "BE.1")


class Merging(FakeSender):
    """Everything in one part."""

    def render(self, messages: Sequence[MessageView], language: str, kind: str) -> list[Json]:
        """One part."""
        return [{"text": " ".join(view.text for view in messages)}]


async def sent(house: House, number: int = 1) -> None:
    """An answer that has left."""
    await accept(house, number, f"question {number}")
    await house.dispatcher.send_due()


async def owner(house: House, conversation_id: str) -> str:
    async with house.core.read() as session:
        row = await session.get(ConversationRow, conversation_id)
    assert row is not None
    return row.owner


async def test_a_watermark_moves_what_was_sent_before_it(database_url: str) -> None:
    clock = HandClock()
    async with make_house(url=database_url, clock=clock, started=False) as house:
        house.outbox.register(Merging())
        await sent(house, 1)
        clock.forward(minutes=1)
        await sent(house, 2)
        until = MONDAY + timedelta(seconds=10)
        assert await house.outbox.report_until(*WHO, "read", until) == 1
        assert await house.outbox.report_until(*WHO, "delivered", until) == 0
        assert await house.outbox.report_until("whatsapp", "100", "BE.2", "read", until) == 0
        assert [row.status for row in await rows(house)] == ["read", "sent"]


async def test_a_passing_failure_is_sent_again_once(database_url: str) -> None:
    clock, sender = HandClock(), Merging()
    async with make_house(url=database_url, clock=clock, started=False) as house:
        house.outbox.register(sender)
        await sent(house)
        told = {"platform_message_id": "out.1"}
        assert await house.outbox.again("whatsapp", 30.0, **told)
        assert not await house.outbox.again("whatsapp", 30.0, **told)
        assert await house.dispatcher.send_due() == 0
        clock.forward(seconds=31)
        assert await house.dispatcher.send_due() == 1
        assert not await house.outbox.again("whatsapp", 30.0, **told)  # of the first send
        (row,) = await rows(house)
        assert (row.status, len(sender.sent)) == ("sent", 2)


async def test_after_too_many_tries_it_has_failed(database_url: str) -> None:
    clock, sender = HandClock(), Merging()
    async with make_house(url=database_url, clock=clock, started=False) as house:
        house.outbox.register(sender)
        await sent(house)
        for number in range(1, house.core.options.most_tries):
            assert await house.outbox.again("whatsapp", 1.0, platform_message_id=f"out.{number}")
            clock.forward(seconds=2)
            await house.dispatcher.send_due()
        last = f"out.{house.core.options.most_tries}"
        assert not await house.outbox.again("whatsapp", 1.0, platform_message_id=last)
        assert (await rows(house))[0].status == "failed"


async def test_elsewhere_and_back(database_url: str) -> None:
    clock = HandClock()
    async with make_house(url=database_url, clock=clock, started=False) as house:
        house.outbox.register(Merging())
        conversation = await accept(house, 1, "person")
        assert await owner(house, conversation) == "waiting"
        assert await house.elsewhere.answered(*WHO, clock.now)
        assert await owner(house, conversation) == "counsellor"
        assert await house.handover.queue() == ()  # nobody of ours need answer
        assert await house.elsewhere.returned(*WHO)
        assert await owner(house, conversation) == "bot"
        assert not await house.elsewhere.returned(*WHO)
        assert not await house.elsewhere.answered("whatsapp", "100", "BE.2", clock.now)


@pytest.mark.parametrize("hours", [11, 13])
async def test_half_a_day_of_silence_gives_it_back(database_url: str, hours: int) -> None:
    clock = HandClock()
    async with make_house(url=database_url, clock=clock, started=False) as house:
        conversation = await accept(house, 1, "Bonjour")
        await house.elsewhere.answered(*WHO, clock.now)
        clock.forward(hours=1)
        await house.elsewhere.answered(*WHO, clock.now)  # the silence counts from the last one
        clock.forward(hours=hours)
        assert await house.elsewhere.give_back() == (1 if hours > 12 else 0)
        assert await owner(house, conversation) == ("bot" if hours > 12 else "counsellor")
        async with house.core.read() as session:
            count = await session.scalar(select(func.count()).select_from(HandoverRow))
        assert count == 1
