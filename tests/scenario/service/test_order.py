"""Who holds two rows holds the conversation first: two who held them crosswise would wait for
each other, and one of them would be refused."""

from __future__ import annotations

import re

import pytest

from service.house import House
from service.sweeping import Sweep
from tests.support.counting import statements
from tests.support.house_support import HandClock, make_counsellor, make_house
from tests.support.postgres import Cluster

pytestmark = pytest.mark.postgres


def held(sent: list[str]) -> list[str]:
    """The tables whose rows were held, in order."""
    found = (re.search(r"FROM (\w+)", each) for each in sent if "FOR UPDATE" in each)
    return [match[1] for match in found if match]


async def waiting(house: House) -> str:
    """A conversation that waits for a person."""
    started = await house.visitors.start("fr")
    await house.visitors.say(started.id, text="person")
    return started.id


async def test_looking_at_a_conversation(postgres: Cluster) -> None:
    async with make_house(url=postgres.url(), started=False) as house:
        amina, conversation = await make_counsellor(house), await waiting(house)
        with statements(house) as sent:
            await house.handover.view(amina.id, conversation)
        assert held(sent) == ["conversation", "handover"]


async def test_answering_a_message_left(postgres: Cluster) -> None:
    async with make_house(url=postgres.url(), started=False) as house:
        amina, started = await make_counsellor(house), await house.visitors.start("fr")
        await house.visitors.say(started.id, text="message bonjour")
        (left,) = await house.left_messages.waiting()
        with statements(house) as sent:
            await house.left_messages.answer(amina.id, left.id, "Oui")
        assert held(sent)[:2] == ["conversation", "left_message"]


async def test_reminding_of_an_appointment(postgres: Cluster) -> None:
    clock = HandClock()
    async with make_house(url=postgres.url(), clock=clock, started=False) as house:
        amina, conversation = await make_counsellor(house), await waiting(house)
        slot = (await house.appointments.slots())[0]
        await house.handover.claim(amina.id, conversation)
        one = await house.agenda.book(amina.id, conversation, slot.id)
        clock.now = one.starts_at
        clock.forward(hours=-2)
        with statements(house) as sent:
            await Sweep(house.core, house.settings)._remind(await house.settings.get())
        assert held(sent)[:2] == ["conversation", "appointment"]
