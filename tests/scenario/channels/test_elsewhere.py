"""A human answers outside Azimut: the bot is silent there, until the thread comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.standin.account import Platform
from channels.standin.messenger_events import PAGE_INBOX
from tests.scenario.channels.platform_support import PSID, Stage, person_of, shown, stage

BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])


async def answered_elsewhere(on: Stage) -> int:
    """Somebody asks, and a human answers in Meta's own inbox; how many messages we sent."""
    person = person_of(on.world.account.platform)
    await on.world.write(person, "Bonjour")
    await on.settle()
    await on.reported("read")
    if on.world.account.platform == "whatsapp":
        await on.world.caller.call(on.world.whatsapp.answered_in_app(person))
    else:
        await on.world.caller.call(on.world.messenger.answered_in_inbox(person))
    return len(on.sent)


@BOTH
async def test_the_bot_is_silent_and_the_words_are_kept(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        before = await answered_elsewhere(on)
        await on.world.write(person_of(platform), "Merci Amina")
        await on.settle()
        assert len(on.sent) == before
        assert (await on.written())[-1] == "Merci Amina"


@BOTH
async def test_after_half_a_day_without_a_human_the_bot_goes_on(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        before = await answered_elsewhere(on)
        on.clock.forward(hours=11)
        await on.house.keeping.sweep()
        assert (await on.conversation()).owner == "counsellor"
        on.clock.forward(hours=2)
        await on.house.keeping.sweep()
        await on.world.write(person_of(platform), "Encore une question")
        await on.settle()
        assert len(on.sent) == before + 1


@BOTH
async def test_our_own_echoes_and_repeated_ones_pause_nothing(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        await on.world.write(person_of(platform), "Bonjour")
        await on.settle()
        await on.reported("read")
        if platform == "messenger":
            for _ in range(2):
                await on.world.caller.call(on.world.messenger.echo(on.sent[0]))
        assert (await on.conversation()).owner == "bot"


@BOTH
async def test_distress_is_heard_all_the_same(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        await answered_elsewhere(on)
        await on.world.write(person_of(platform), "help me")
        await on.settle()
        assert "112" in shown(on.sent[-1])
        assert (await on.conversation()).owner == "waiting"


async def test_the_farewell_s_echo_is_not_taken_for_a_human(tmp_path: Path) -> None:
    async with stage(tmp_path, "messenger") as on:
        await on.world.write(PSID, "forget")
        await on.settle()
        await on.world.write(PSID, "Bonjour")
        await on.settle()
        await on.world.caller.call(on.world.messenger.echo(on.sent[0]))
        assert (await on.conversation()).owner == "bot"


async def test_the_thread_goes_and_comes_back(tmp_path: Path) -> None:
    async with stage(tmp_path, "messenger") as on:
        await on.world.write(PSID, "Bonjour")
        await on.settle()
        events, call = on.world.messenger, on.world.caller.call
        await call(events.event(PSID, {"take_thread_control": {"new_owner_app_id": PAGE_INBOX}}))
        assert (await on.conversation()).owner == "counsellor"
        await call(events.event(PSID, {"message": {"mid": "m_s", "text": "x"}}, "standby"))
        own = int(on.world.account.app_id)
        await call(events.event(PSID, {"pass_thread_control": {"new_owner_app_id": own}}))
        assert (await on.conversation()).owner == "bot"
        before = len(on.sent)
        await on.world.write(PSID, "Toujours là ?")
        await on.settle()
        assert len(on.sent) == before + 1


async def test_a_counsellor_of_ours_keeps_a_conversation_when_the_thread_returns(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, "messenger") as on:
        await on.world.write(PSID, "person")
        await on.settle()
        own = int(on.world.account.app_id)
        returned = {"pass_thread_control": {"new_owner_app_id": own}}
        await on.world.caller.call(on.world.messenger.event(PSID, returned))
        assert (await on.conversation()).owner == "waiting"
