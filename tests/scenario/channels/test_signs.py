"""Read, and writing: a courtesy that is strict in form, and that nothing waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from channels.standin.account import Platform
from channels.standin.faults import Fault
from tests.scenario.channels.platform_support import PATIENCE, Stage, person_of, stage
from tests.support.house_support import make_counsellor

BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])
Json = dict[str, Any]


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something."""
    for _ in range(int(PATIENCE / 0.01)):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to hold")


def names(on: Stage) -> list[str]:
    """What people saw, in our words."""
    found = []
    for sign in on.world.graph.signs:
        found += [sign["sender_action"]] if "sender_action" in sign else ["mark_seen", "typing_on"]
    return found


@BOTH
async def test_a_message_is_read_and_an_answer_is_being_written(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        await on.world.write(person_of(platform), "Bonjour")
        await until(lambda: len(names(on)) == 2)
        assert names(on) == ["mark_seen", "typing_on"]
        if platform == "whatsapp":
            (sign,) = on.world.graph.signs
            assert sign["typing_indicator"] == {"type": "text"}


@BOTH
async def test_a_redelivery_and_a_reaction_are_no_reason(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        hello = on.world.events.text(person_of(platform), "Bonjour")
        for _ in range(3):
            assert await on.world.happen(person_of(platform), hello) == 200
        await until(lambda: len(names(on)) == 2)
        await on.settle()
        assert len(names(on)) == 2


@BOTH
async def test_several_messages_of_one_notification_are_one_sign(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        one, two = (on.world.events.text(person_of(platform), word) for word in ("un", "deux"))
        both = one | {"entry": one["entry"] + two["entry"]}
        assert await on.world.happen(person_of(platform), both) == 200
        await until(lambda: len(names(on)) == 2)
        await on.settle()
        assert len(names(on)) == 2


@BOTH
async def test_off_by_setting(tmp_path: Path, platform: Platform) -> None:
    key = f"AZIMUT_{platform.upper()}_RECEIPTS"
    async with stage(tmp_path, platform, settings={key: "no"}) as on:
        await on.world.write(person_of(platform), "Bonjour")
        await on.settle()
        await on.reported("read")
        assert on.world.graph.signs == []
        assert on.world.graph.requests == 1


@BOTH
@pytest.mark.parametrize("fault", [Fault.TOO_FAST, Fault.BAD_TOKEN, Fault.SILENCE])
async def test_a_sign_that_fails_costs_nothing_and_is_not_repeated(
    tmp_path: Path, platform: Platform, fault: Fault
) -> None:
    async with stage(tmp_path, platform) as on:
        on.world.graph.sign_fault = fault
        await on.world.write(person_of(platform), "Bonjour")
        await until(lambda: on.world.graph.requests == 1)
        await on.settle()
        assert len(on.sent) == 1
        assert on.house.alarms.present() == ()
        on.clock.forward(minutes=10)
        await on.settle()
        assert on.world.graph.requests == 2  # the sign, and the answer


@BOTH
async def test_while_a_counsellor_has_the_conversation_only_his_typing_shows(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        counsellor = await make_counsellor(on.house)
        await on.world.write(person_of(platform), "person")
        await on.settle()
        await until(lambda: len(names(on)) == 2)
        conversation = await on.conversation()
        await on.house.handover.claim(counsellor.id, conversation.id)
        await on.world.write(person_of(platform), "Vous êtes là ?")
        await on.settle()
        assert len(names(on)) == 2
        for _ in range(3):  # the desk tells at every few letters: one sign for ten seconds
            await on.house.handover.typing(counsellor.id, conversation.id)
        await until(lambda: len(names(on)) == 4)
        await on.settle()
        assert len(names(on)) == 4


@BOTH
async def test_a_mistake_of_ours_in_a_sign_costs_no_answer_and_is_told(
    tmp_path: Path, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody awaits a sign: without a line of its own the mistake would go unseen, or be told
    with the address of the person in it."""

    async def broken(*_: object, **__: object) -> None:
        raise KeyError("a secret address")

    with pytest.raises(AssertionError, match=r"sign\.failed") as told:
        async with stage(tmp_path, platform) as on:
            monkeypatch.setattr("channels.graph.client.GraphClient.post", broken)
            await on.world.write(person_of(platform), "Bonjour")
            await on.settle()
    assert "KeyError" in str(told.value)
    assert "secret address" not in str(told.value)
