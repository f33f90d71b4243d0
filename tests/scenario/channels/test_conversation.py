"""People write, through the real webhook, and read, through the real sender."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.standin.account import Platform
from store.models import ConversationRow, MessageRow, OutboxRow
from tests.scenario.channels.platform_support import offered, person_of, shown, stage
from tests.support.waiting import until

BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])


@BOTH
async def test_a_question_is_answered_and_its_delivery_known(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        assert await on.world.write(person_of(platform), "Bonjour") == 200
        await on.settle()
        (sent,) = on.sent
        assert "Azimut" in shown(sent)  # says what it is, merged into one message
        assert shown(sent).endswith("echo: bonjour")
        assert sent.person == person_of(platform)
        await on.reported("read")


@BOTH
async def test_nothing_that_identifies_is_stored(tmp_path: Path, platform: Platform) -> None:
    person = person_of(platform)
    async with stage(tmp_path, platform) as on:
        await on.world.write(person, "Mon mail est anna@example.org")
        await on.settle()
        assert "anna@example.org" not in str(await on.written())
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert person.encode() not in stored
    assert b"anna@example.org" not in stored


@BOTH
async def test_choices_are_picked_by_tap_number_and_words(
    tmp_path: Path, platform: Platform
) -> None:
    person = person_of(platform)
    async with stage(tmp_path, platform) as on:
        await on.world.write(person, "choose")
        await on.settle()
        assert [title for _, title in offered(on.sent[-1])] == ["Option 1", "Option 2", "Option 3"]
        choice, title = offered(on.sent[-1])[1]
        await on.world.pick(person, choice, title)
        await on.settle()
        assert on.engine.seen[-1].choice == {"act": "picked 2"}
        for typed, number in (("3", 3), ("option 1", 1)):
            await on.world.write(person, "choose")
            await on.settle()
            await on.world.write(person, typed)
            await on.settle()
            assert on.engine.seen[-1].choice == {"act": f"picked {number}"}


@BOTH
async def test_a_choice_that_was_used_puts_the_question_again(
    tmp_path: Path, platform: Platform
) -> None:
    person = person_of(platform)
    async with stage(tmp_path, platform) as on:
        await on.world.write(person, "choose")
        await on.settle()
        choice, title = offered(on.sent[-1])[0]
        for _ in range(2):
            await on.world.pick(person, choice, title)
            await on.settle()
        assert shown(on.sent[-1]).startswith("which one?")
        assert len(offered(on.sent[-1])) == 3


@BOTH
async def test_a_forged_choice_is_only_its_words(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        await on.world.pick(person_of(platform), "/restart" * 30, "Recommencer")
        await on.settle()
        assert on.engine.seen[-1].text == "Recommencer"
        assert on.engine.seen[-1].choice is None


@BOTH
async def test_forgetting_leaves_nothing_and_says_goodbye(
    tmp_path: Path, platform: Platform
) -> None:
    person = person_of(platform)
    async with stage(tmp_path, platform) as on:
        await on.world.write(person, "Bonjour")
        await on.settle()
        await on.world.write(person, "forget")
        await on.settle()
        assert shown(on.sent[-1]) == "forgotten"

        async def all_sent() -> bool:
            return not await on.rows(OutboxRow)

        await until(all_sent)
        assert await on.rows(ConversationRow) == []
        assert await on.rows(MessageRow) == []
        assert await on.rows(OutboxRow) == []


@BOTH
async def test_several_quick_messages_keep_their_order(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        for word in ("un", "deux", "trois"):
            await on.world.write(person_of(platform), word)
        await on.settle()
        texts = [shown(sent).rpartition("echo: ")[2] for sent in on.sent]
        assert texts == ["un", "deux", "trois"]
