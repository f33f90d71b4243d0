"""Choices: picked by id, label or number; used, expired and other people's."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import ChoiceGone
from tests.support.house_support import HandClock, make_house


async def test_a_choice_is_picked_by_id_label_or_number(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        started = await house.visitors.start("fr")
        for pick in ("id", "  option 2! ", "3", "n° 1"):
            offered = (await house.visitors.say(started.id, text="choose")).messages[0]
            if pick == "id":
                choice = offered.choices[1].id
                picked = await house.visitors.say(started.id, choice=choice)
                assert picked.messages[0].text == "echo: picked 2"
            else:
                picked = await house.visitors.say(started.id, text=pick)
                number = next(sign for sign in pick if sign.isdigit())
                assert picked.messages[0].text == f"echo: picked {number}"
        late = await house.visitors.say(started.id, text="2")
        assert late.messages[0].text == "echo: 2"  # nothing is offered any more


async def test_a_used_or_expired_choice_puts_the_question_again(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        started = await house.visitors.start("fr")
        offered = (await house.visitors.say(started.id, text="choose")).messages[0]
        await house.visitors.say(started.id, choice=offered.choices[0].id)
        with pytest.raises(ChoiceGone) as used:
            await house.visitors.say(started.id, choice=offered.choices[0].id)
        (question,) = used.value.messages
        assert question.text == offered.text
        assert not {c.id for c in question.choices} & {c.id for c in offered.choices}
        fresh = await house.visitors.say(started.id, choice=question.choices[0].id)
        assert fresh.messages[0].text == "echo: picked 1"

        clock.forward(days=2)
        with pytest.raises(ChoiceGone):
            await house.visitors.say(started.id, choice=offered.choices[2].id)
        with pytest.raises(ChoiceGone):
            await house.visitors.say(started.id, choice="x" * 300)


async def test_a_choice_of_another_conversation_is_gone(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        mine, other = await house.visitors.start("fr"), await house.visitors.start("fr")
        offered = (await house.visitors.say(other.id, text="choose")).messages[0]
        with pytest.raises(ChoiceGone):
            await house.visitors.say(mine.id, choice=offered.choices[0].id)
        picked = await house.visitors.say(other.id, choice=offered.choices[0].id)
        assert picked.messages[0].text == "echo: picked 1"
