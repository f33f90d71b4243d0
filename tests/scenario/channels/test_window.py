"""The 24-hour window: what may still be sent after it, and by whom."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from channels.standin.account import Platform
from service.errors import WindowClosed
from store.models import OutboxRow
from tests.scenario.channels.platform_support import Stage, person_of, shown, stage
from tests.support.house_support import make_counsellor

HUMAN_AGENT = {"AZIMUT_MESSENGER_HUMAN_AGENT": "yes"}


async def claimed(on: Stage) -> tuple[int, str]:
    """A conversation with a counsellor: (counsellor, conversation)."""
    counsellor = await make_counsellor(on.house)
    await on.world.write(person_of(on.world.account.platform), "person")
    await on.settle()
    conversation = await on.conversation()
    await on.house.handover.claim(counsellor.id, conversation.id)
    await on.settle()
    return counsellor.id, conversation.id


async def later(on: Stage, counsellor: int, **delta: float) -> None:
    """Time goes by; the counsellor stays at the desk."""
    on.clock.forward(**delta)
    await on.house.presence.set(counsellor, "online")


@pytest.mark.parametrize("platform", ["whatsapp", "messenger"])
async def test_counsellor_and_visitor_talk(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        counsellor, conversation = await claimed(on)
        before = len(on.engine.seen)
        await on.world.write(person_of(platform), "Je cherche une formation")
        await on.settle()
        assert (await on.written())[-1] == "Je cherche une formation"
        assert [turn.snapshot.owner for turn in on.engine.seen[before:]] == ["counsellor"]
        silent = len(on.sent)
        await on.house.handover.reply(counsellor, conversation, "Bonjour, **Amina** ici.")
        await on.settle()
        assert len(on.sent) == silent + 1
        assert shown(on.sent[-1]) == (
            "Bonjour, *Amina* ici." if platform == "whatsapp" else "Bonjour, Amina ici."
        )


async def test_whatsapp_after_a_day_takes_the_template_only(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        counsellor, conversation = await claimed(on)
        await later(on, counsellor, hours=25)
        with pytest.raises(WindowClosed):
            await on.house.handover.reply(counsellor, conversation, "Encore là ?")
        await on.house.handover.send_template(counsellor, conversation)
        await on.settle()
        assert shown(on.sent[-1]) == "template azimut_answer_waiting fr"
        await on.world.write(person_of("whatsapp"), "Oui !")
        await on.house.handover.reply(counsellor, conversation, "Voici la réponse.")
        await on.settle()
        assert shown(on.sent[-1]) == "Voici la réponse."


async def test_an_answer_that_waited_too_long_is_not_sent_but_failed(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        counsellor, conversation = await claimed(on)
        on.clock.forward(hours=23, minutes=59)
        await on.house.presence.set(counsellor, "online")
        await on.house.handover.reply(counsellor, conversation, "Presque trop tard.")
        on.clock.forward(minutes=2)
        before = len(on.sent)
        await on.settle()
        assert len(on.sent) == before
        last = (await on.rows(OutboxRow))[-1]
        assert (last.status, last.error) == ("failed", "window_closed")


async def test_messenger_takes_words_of_a_person_for_a_week_with_the_tag(tmp_path: Path) -> None:
    async with stage(tmp_path, "messenger", settings=HUMAN_AGENT) as on:
        counsellor, conversation = await claimed(on)
        await later(on, counsellor, days=6)
        await on.house.handover.reply(counsellor, conversation, "Désolée pour l'attente.")
        await on.settle()
        request = on.sent[-1].request
        assert (request["messaging_type"], request["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
        await later(on, counsellor, days=2)
        with pytest.raises(WindowClosed):
            await on.house.handover.reply(counsellor, conversation, "Trop tard.")


async def test_the_tag_is_never_used_for_words_of_the_machine(tmp_path: Path) -> None:
    async with stage(tmp_path, "messenger", settings=HUMAN_AGENT) as on:
        counsellor, conversation = await claimed(on)
        await later(on, counsellor, hours=30)
        await on.house.handover.give_back(counsellor, conversation)  # a notice of the house
        before = len(on.sent)
        await on.settle()
        assert len(on.sent) == before
        assert (await on.rows(OutboxRow))[-1].error == "window_closed"


async def test_without_metas_approval_the_composer_closes_after_a_day(tmp_path: Path) -> None:
    async with stage(tmp_path, "messenger") as on:
        counsellor, conversation = await claimed(on)
        view = await on.house.handover.view(counsellor, conversation)
        assert view.window_until == on.clock.now + timedelta(hours=24)
        await later(on, counsellor, hours=30)
        with pytest.raises(WindowClosed):
            await on.house.handover.reply(counsellor, conversation, "Trop tard.")
