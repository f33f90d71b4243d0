"""What goes out to a platform: after the turn, in order, with back-off, never backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from service.errors import WindowClosed
from service.house import House
from service.inbox import InboundMessage
from service.options import HouseOptions
from service.outbox import ChannelDown, Part, SendLater, SendRefused, SendUnknown
from service.types import Json
from service.views import MessageView
from store.models import OutboxRow
from tests.support.house_support import MONDAY, HandClock, make_counsellor, make_house
from tests.support.waiting import until


@dataclass
class FakeSender:
    """Sends into a list; raises what it is told to raise first."""

    channel: str = "whatsapp"
    failures: list[Exception] = field(default_factory=list)
    sent: list[Part] = field(default_factory=list)
    rendered: int = 0

    def render(self, messages: Sequence[MessageView], language: str, kind: str) -> list[Json]:
        """A part for each line."""
        self.rendered += 1
        if kind == "template":
            return [{"template": language}]
        return [{"text": line} for view in messages for line in view.text.splitlines() if line]

    async def send(self, part: Part) -> str | None:
        """Into the list."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(part)
        return f"out.{len(self.sent)}"

    def texts(self) -> list[str]:
        """What arrived."""
        return [str(part.payload.get("text", part.payload)) for part in self.sent]


def inbound(number: int, text: str) -> InboundMessage:
    """A message of one person on WhatsApp."""
    return InboundMessage(
        channel="whatsapp",
        account="100",
        person="BE.1",
        address="32475123456",
        platform_message_id=f"wamid.{number}",
        at=MONDAY + timedelta(seconds=number),
        text=text,
    )


async def rows(house: House) -> list[OutboxRow]:
    async with house.core.read() as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def accept(house: House, number: int, text: str) -> str:
    """Take a message in and wait for its turn; gives the conversation."""
    before = len(await rows(house))
    await house.inbox.accept(inbound(number, text))

    async def new() -> str | None:
        found = await rows(house)
        return found[-1].lane if len(found) > before else None

    return str(await until(new))


async def drain(house: House, clock: HandClock, minutes: float = 0.1, times: int = 30) -> None:
    """Send what is due, the clock going on between the looks."""
    for _ in range(times):
        await house.dispatcher.send_due()
        clock.forward(minutes=minutes)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def test_a_turn_goes_out_in_order_and_once(database_url: str, clock: HandClock) -> None:
    async with make_house(url=database_url, clock=clock, started=False) as house:
        sender = FakeSender()
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await accept(house, 2, "deux")
        await drain(house, clock)
        texts = sender.texts()
        assert texts[-2:] == ["echo: un", "echo: deux"]
        assert "automatique" in texts[0]
        assert len(texts) == len(set(texts))
        assert sender.sent[0].address == "32475123456"
        opaque = [part.opaque for part in sender.sent]
        assert len(set(opaque)) == len(opaque)
        assert {row.status for row in await rows(house)} == {"sent"}
        stored = str([(row.address, row.payload, row.platform_hash) for row in await rows(house)])
        assert "32475123456" not in stored
        assert "echo" not in stored


async def test_statuses_never_move_backwards(tmp_path: Path, clock: HandClock) -> None:
    async with make_house(tmp_path, clock=clock, started=False) as house:
        sender = FakeSender()
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await drain(house, clock)
        opaque = sender.sent[-1].opaque
        report = house.outbox.report
        assert await report("whatsapp", "read", opaque=opaque)
        assert await report("whatsapp", "delivered", platform_message_id=f"out.{len(sender.sent)}")
        assert await report("whatsapp", "failed", opaque=opaque)
        assert (await rows(house))[-1].status == "read"
        assert not await report("whatsapp", "read", opaque="unknown")
        assert not await report("messenger", "read", opaque=opaque)


async def test_back_off_then_failed(tmp_path: Path, clock: HandClock) -> None:
    async with make_house(tmp_path, clock=clock, started=False) as house:
        sender = FakeSender()
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await drain(house, clock)
        count = len(sender.sent)
        sender.failures = [SendLater("130429", after=60)]
        await accept(house, 2, "deux")
        await house.dispatcher.send_due()
        assert (await rows(house))[-1].status == "pending"
        clock.forward(seconds=59)
        assert await house.dispatcher.send_due() == 0
        clock.forward(seconds=2)
        assert await house.dispatcher.send_due() == 1
        assert len(sender.sent) == count + 1

        sender.failures = [SendLater("131016") for _ in range(50)]
        await accept(house, 3, "trois")
        await drain(house, clock, minutes=11, times=20)
        failed = (await rows(house))[-1]
        assert (failed.status, failed.error, failed.tries) == ("failed", "131016", 8)


async def test_refused_goes_on_with_the_next(tmp_path: Path, clock: HandClock) -> None:
    async with make_house(tmp_path, clock=clock, started=False) as house:
        sender = FakeSender(failures=[SendRefused("undeliverable")])
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await drain(house, clock)
        assert sender.texts()[-1] == "echo: un"
        assert [row.error for row in await rows(house) if row.status == "failed"] == [
            "undeliverable"
        ]


async def test_after_a_crash_it_waits_for_the_status(tmp_path: Path, clock: HandClock) -> None:
    async with make_house(tmp_path, clock=clock, started=False) as house:
        sender = FakeSender()
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await drain(house, clock)
        sender.failures = [SendUnknown()]
        await accept(house, 2, "deux")
        await accept(house, 3, "trois")
        await house.dispatcher.send_due()
        unsure = (await rows(house))[-2]
        assert unsure.status == "sending"

    async with make_house(tmp_path, clock=clock, started=False) as house:
        house.outbox.register(sender)
        await house.dispatcher.recover()
        assert await house.dispatcher.send_due() == 0  # neither again nor past it
        await house.outbox.report("whatsapp", "delivered", opaque=unsure.opaque)
        await drain(house, clock)
        assert sender.texts()[-1] == "echo: trois"
        assert "echo: deux" not in sender.texts()  # it had arrived


async def test_without_a_status_it_is_sent_again_after_a_while(
    tmp_path: Path, clock: HandClock
) -> None:
    async with make_house(tmp_path, clock=clock, started=False) as house:
        sender = FakeSender()
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await drain(house, clock)
        sender.failures = [SendUnknown()]
        await accept(house, 2, "deux")
        await house.dispatcher.send_due()
        clock.forward(seconds=119)
        assert await house.dispatcher.send_due() == 0
        clock.forward(seconds=2)
        await house.dispatcher.send_due()
        assert sender.texts()[-1] == "echo: deux"


async def test_nobody_gets_the_same_for_ever(tmp_path: Path, clock: HandClock) -> None:
    """A platform that takes everything, answers nothing and reports nothing."""
    options = HouseOptions(most_tries=3)
    async with make_house(tmp_path, clock=clock, options=options, started=False) as house:
        sender = FakeSender()
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await drain(house, clock)
        sender.failures = [SendUnknown() for _ in range(100)]
        await accept(house, 2, "deux")
        await drain(house, clock, minutes=3)
        assert len(sender.failures) == 97
        assert (await rows(house))[-1].status == "failed"


async def test_a_channel_that_is_down_rings_the_desk(tmp_path: Path, clock: HandClock) -> None:
    async with make_house(tmp_path, clock=clock, started=False) as house:
        sender = FakeSender(failures=[ChannelDown("190", after=300)])
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await house.dispatcher.send_due()
        assert [alarm.name for alarm in house.alarms.present()] == ["whatsapp"]
        clock.forward(seconds=200)
        assert await house.dispatcher.send_due() == 0
        clock.forward(seconds=101)
        await drain(house, clock)
        assert house.alarms.present() == ()
        assert sender.texts()[-1] == "echo: un"


async def test_the_last_words_are_sent_and_kept_nowhere(tmp_path: Path, clock: HandClock) -> None:
    async with make_house(tmp_path, clock=clock, started=False) as house:
        sender = FakeSender()
        house.outbox.register(sender)
        await accept(house, 1, "un")
        await house.inbox.accept(inbound(2, "forget"))

        async def loose() -> bool:
            (row,) = await rows(house)
            return row.conversation_id is None

        await until(loose)
        await drain(house, clock)
        assert sender.texts() == ["forgotten"]
        assert await rows(house) == []
        assert not await house.inbox.accept(inbound(1, "un"))  # a late redelivery


async def test_the_window_closes_and_a_template_is_left(tmp_path: Path, clock: HandClock) -> None:
    async with make_house(tmp_path, clock=clock, started=False) as house:
        sender = FakeSender()
        house.outbox.register(sender)
        amina = await make_counsellor(house)
        conversation_id = await accept(house, 1, "person")
        await house.handover.claim(amina.id, conversation_id)
        await house.handover.reply(amina.id, conversation_id, "Bonjour")
        view = await house.handover.view(amina.id, conversation_id)
        assert view.window_until == MONDAY + timedelta(hours=24, seconds=1)
        await drain(house, clock)
        assert sender.texts()[-1] == "Bonjour"
        assert sender.sent[-1].by_person
        written = (await house.handover.view(amina.id, conversation_id)).messages[-1]
        assert written.delivery == "sent"

        clock.now = MONDAY + timedelta(hours=25)
        with pytest.raises(WindowClosed):
            await house.handover.reply(amina.id, conversation_id, "Toujours là ?")
        await house.handover.send_template(amina.id, conversation_id)
        await drain(house, clock)
        assert sender.sent[-1].payload == {"template": "fr"}
