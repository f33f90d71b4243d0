"""What is no text: a kind answer in the visitor's language, never silence, never a crash."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from channels.standin.account import Platform
from channels.standin.phone import Phone
from channels.standin.world import World
from service.wording import say
from tests.scenario.channels.platform_support import person_of, shown, stage

ANSWERED = [
    "image", "audio", "video", "document", "sticker", "location", "contacts", "unsupported",
]  # fmt: skip
BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])


async def use_phone(phone_of: tuple[World, str], *lines: str) -> list[str]:
    """Type lines into the terminal phone; what it showed."""
    world, person = phone_of
    said: list[str] = []
    waiting = [*lines]

    async def listen() -> str | None:
        return waiting.pop(0) if waiting else None

    await Phone(world, person, said.append, listen).run()
    return said


@BOTH
@pytest.mark.parametrize("kind", ANSWERED)
async def test_each_kind_has_its_answer(tmp_path: Path, platform: Platform, kind: str) -> None:
    async with stage(tmp_path, platform) as on:
        me = (on.world, person_of(platform))
        await use_phone(me, f":{kind}")
        await on.settle()
        for language in ("fr", "nl"):  # both, while the language is not known
            assert say(f"kind.{kind}", language) in shown(on.sent[-1])
        await use_phone(me, "nederlands", f":{kind}")
        await on.settle()
        assert shown(on.sent[-1]) == say(f"kind.{kind}", "nl")


@BOTH
async def test_reactions_and_deletions_are_taken_in_silence(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        said = await use_phone((on.world, person_of(platform)), ":reaction", ":delete")
        await on.settle()
        assert on.sent == []
        assert not any("answered" in line for line in said)


async def test_a_call_is_answered_with_words(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        person = person_of("whatsapp")
        call = {"id": "wacid.1", "from_user_id": person, "event": "connect"}
        await on.world.happen(person, on.world.whatsapp.value({"calls": [call]}, "calls"))
        await on.settle()
        assert say("kind.call", "nl") in shown(on.sent[-1])


@BOTH
async def test_a_corrected_message_is_answered_anew(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        await use_phone((on.world, person_of(platform)), ":edit la bonne question")
        await on.settle()
        assert shown(on.sent[-1]).endswith("echo: la bonne question")


@BOTH
async def test_the_phone_taps_and_repeats(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        said: list[str] = []
        lines = ["choose", "(wait)", ":2", ":again", ":9", ":fail nothing", ":quit", "never"]

        async def listen() -> str | None:
            if lines[0] == "(wait)":
                lines.pop(0)
                await on.settle()
                await asyncio.sleep(0.05)  # the phone hears
            return lines.pop(0) if lines else None

        await Phone(on.world, person_of(platform), said.append, listen).run()
        await on.settle()
        assert any("[:2] Option 2" in line for line in said)
        assert [turn.choice for turn in on.engine.seen].count({"act": "picked 2"}) == 1
        assert any("there are 3 choices" in line for line in said)
        assert any("one of none, 429" in line for line in said)
        assert lines == ["never"]
