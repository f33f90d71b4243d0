"""The assistant is down and the house is closed: nobody is left in a queue that nobody reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.house import House
from service.views import MessageView
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import HandClock, make_counsellor, make_house


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def house(tmp_path: Path, clock: HandClock) -> AsyncIterator[House]:
    """Monday evening, ten o'clock; the engine is down."""
    engine = FakeEngine()
    async with make_house(tmp_path, engine, clock=clock) as house:
        await make_counsellor(house)
        clock.forward(hours=12)
        engine.down = True
        yield house


async def _said(house: House, text: str = "je cherche du travail") -> tuple[str, MessageView]:
    started = await house.visitors.start("fr")
    outcome = await house.visitors.say(started.id, text=text)
    return started.id, outcome.messages[-1]


async def test_who_writes_is_told_so_and_not_put_into_the_queue(house: House) -> None:
    conversation, message = await _said(house)
    assert "panne" in message.text and "mardi 24 novembre" in message.text
    assert "112" in message.text
    assert [choice.label for choice in message.choices] == [
        "Laisser un message", "mer. 25/11 à 9h", "mer. 25/11 à 10h", "mer. 25/11 à 11h",
    ]  # fmt: skip
    assert (await house.visitors.state(conversation)).owner == "bot"
    assert await house.handover.queue() == ()


async def test_what_was_written_is_left_and_the_answer_read_with_the_code(house: House) -> None:
    conversation, message = await _said(house)
    outcome = await house.visitors.say(conversation, choice=message.choices[0].id)
    assert "14 jours" in outcome.messages[-1].text
    (left,) = await house.left_messages.waiting()
    assert (left.text, left.language) == ("je cherche du travail", "fr")


async def test_a_moment_is_booked_without_the_engine_and_only_once(house: House) -> None:
    first, offered = await _said(house)
    second, the_same = await _said(house)
    outcome = await house.visitors.say(first, choice=offered.choices[1].id)
    assert "mercredi 25 novembre" in outcome.messages[-1].text
    assert "à la Cité des métiers" in outcome.messages[-1].text
    outcome = await house.visitors.say(second, choice=the_same.choices[1].id)
    labels = [choice.label for choice in outcome.messages[-1].choices]
    assert "mer. 25/11 à 9h" not in labels and "mer. 25/11 à 10h" in labels


async def test_in_hours_a_person_takes_over(house: House, clock: HandClock) -> None:
    clock.forward(hours=12)  # Tuesday, ten in the morning
    conversation, message = await _said(house)
    assert "Une personne va vous répondre" in message.text
    assert (await house.visitors.state(conversation)).owner == "waiting"
