"""The desk: claims, limits, transfers, notes, presence, the sweep."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from service.deskviews import QueueFilter
from service.errors import (
    AlreadyClaimed,
    BadRequest,
    CapReached,
    NotFound,
    NotYours,
)
from service.house import House
from tests.support.house_support import HandClock, make_counsellor, make_house
from tests.support.waiting import PATIENCE


async def waiting(house: House, language: str = "fr", text: str = "person") -> str:
    """A conversation in the queue."""
    started = await house.visitors.start(language)  # type: ignore[arg-type]
    await house.visitors.say(started.id, text=text)
    return started.id


async def test_many_claims_have_one_winner(database_url: str) -> None:
    async with make_house(url=database_url) as house:
        counsellors = [await make_counsellor(house, f"c{n}", available=False) for n in range(8)]
        conversation_id = await waiting(house)
        results = await asyncio.gather(
            *(house.handover.claim(c.id, conversation_id) for c in counsellors),
            return_exceptions=True,
        )
        losers = [result for result in results if isinstance(result, AlreadyClaimed)]
        assert results.count(None) == 1
        assert len(losers) == 7
        winner = counsellors[results.index(None)]
        assert {loser.by for loser in losers} == {winner.name}
        said = [v.text for v in await house.visitors.messages(conversation_id)]
        assert sum(winner.name in text for text in said) == 1


async def test_claiming_again_is_harmless_and_the_cap_holds(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        await house.people.change(amina.id, cap=1)
        first, second = await waiting(house), await waiting(house)
        await house.handover.claim(amina.id, first)
        assert await house.presence.available() == 0
        with pytest.raises(CapReached):
            await house.handover.claim(amina.id, second)
        await house.handover.close(amina.id, first, "helped")
        await house.handover.claim(amina.id, second)
        with pytest.raises(NotFound):
            await house.handover.claim(amina.id, first)


async def test_the_queue_is_ordered_and_filtered(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        first = await waiting(house, "fr")
        clock.forward(minutes=1)
        second = await waiting(house, "nl")
        clock.forward(minutes=1)
        urgent = await waiting(house, "fr", "help me")
        ids = [entry.conversation_id for entry in await house.handover.queue()]
        assert ids == [urgent, first, second]
        assert (await house.visitors.state(second)).queue_position == 3
        dutch = await house.handover.queue(QueueFilter(languages=("nl",)))
        assert [entry.conversation_id for entry in dutch] == [second]
        assert await house.handover.queue(QueueFilter(channels=("whatsapp",))) == ()


async def test_distress_while_waiting_marks_the_conversation_urgent(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        conversation_id = await waiting(house)
        outcome = await house.visitors.say(conversation_id, text="help me")
        assert outcome.messages[0].text == "112"
        (entry,) = await house.handover.queue()
        assert entry.urgent
        assert entry.reason == "distress"


async def test_the_desk_sees_why_and_judges(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        started = await house.visitors.start("fr")
        await house.visitors.say(started.id, text="une question")
        await house.visitors.say(started.id, text="person")
        view = await house.handover.view(amina.id, started.id)
        asked = next(m for m in view.messages if m.message.text == "une question")
        assert asked.understanding is not None
        assert asked.understanding.article == "studies/x"
        await house.handover.judge(amina.id, started.id, asked.message.seq, False)
        again = await house.handover.messages(amina.id, started.id, asked.message.seq - 1)
        assert again.messages[0].judged is False
        assert not again.mine
        with pytest.raises(NotFound):
            await house.handover.judge(amina.id, started.id, 1, True)
        # Led to a person right after an answer: the knowledge did not serve.
        (gap,) = await house.gaps.open()
        assert (gap.reason, gap.text) == ("handed_over", "une question")


async def test_replying_needs_the_claim_and_is_idempotent(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina, bruno = await make_counsellor(house), await make_counsellor(house, "bruno")
        conversation_id = await waiting(house)
        with pytest.raises(NotYours):
            await house.handover.reply(amina.id, conversation_id, "bonjour")
        await house.handover.claim(amina.id, conversation_id)
        with pytest.raises(NotYours):
            await house.handover.reply(bruno.id, conversation_id, "bonjour")
        with pytest.raises(NotYours):
            await house.handover.typing(bruno.id, conversation_id)
        with pytest.raises(NotYours):
            await house.handover.typing(amina.id, "no such conversation")
        await house.handover.typing(amina.id, conversation_id)
        with pytest.raises(BadRequest):
            await house.handover.reply(amina.id, conversation_id, "  ")
        one = await house.handover.reply(amina.id, conversation_id, "bonjour", client_id="x1")
        two = await house.handover.reply(amina.id, conversation_id, "bonjour", client_id="x1")
        assert one.seq == two.seq
        assert house.handover.warn("mail a@b.be") == ("email",)


async def test_transfer_to_a_colleague_and_to_a_team(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina, bruno = await make_counsellor(house), await make_counsellor(house, "bruno")
        conversation_id = await waiting(house)
        await house.handover.claim(amina.id, conversation_id)
        with pytest.raises(BadRequest):
            await house.handover.transfer(amina.id, conversation_id)
        await house.handover.transfer(amina.id, conversation_id, to_counsellor=bruno.id)
        (entry,) = await house.handover.queue()
        assert entry.for_counsellor == bruno.id
        assert (await house.visitors.state(conversation_id)).owner == "waiting"
        await house.handover.claim(bruno.id, conversation_id)
        await house.handover.transfer(bruno.id, conversation_id, to_team="studies")
        assert (await house.handover.queue(QueueFilter(team="studies")))[0].team == "studies"


async def test_notes_and_tags(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        conversation_id = await waiting(house)
        await house.handover.note(amina.id, conversation_id, "rappeler au 0475 12 34 56")
        tags = ("école", " école ", "urgent", "gsm 0475 12 34 56")
        await house.handover.tag(amina.id, conversation_id, tags)
        view = await house.handover.view(amina.id, conversation_id)
        assert [note.text for note in view.notes] == ["rappeler au [tel]"]
        assert view.tags == ("école", "urgent", "gsm [tel]")
        assert await house.handover.all_tags() == ("gsm [tel]", "urgent", "école")
        with pytest.raises(BadRequest):
            await house.handover.tag(amina.id, conversation_id, ("x" * 31,))


async def test_forgotten_visitors_vanish_from_the_desk(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        conversation_id = await waiting(house)
        await house.handover.claim(amina.id, conversation_id)
        with house.bus.listening("desk") as ear:
            await house.visitors.say(conversation_id, text="forget")
            assert (await asyncio.wait_for(ear.get(), PATIENCE)).kind == "forgotten"
        assert await house.handover.mine(amina.id) == ()
        with pytest.raises(NotFound):
            await house.handover.view(amina.id, conversation_id)
        with pytest.raises(NotFound):
            await house.handover.reply(amina.id, conversation_id, "bonjour")


async def test_who_waits_too_long_is_offered_something_else_once(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        conversation_id = await waiting(house, "nl")
        await house.keeping.sweep()
        clock.forward(minutes=5)
        for _ in range(3):
            await house.keeping.sweep()
        offered = [v for v in await house.visitors.messages(conversation_id) if v.choices][-1]
        assert offered.choices[0].label == "Nog even wachten"
        kept = await house.visitors.say(conversation_id, choice=offered.choices[0].id)
        assert "plaats" in kept.messages[0].text
        assert len(await house.handover.queue()) == 1
        left = await house.visitors.say(conversation_id, choice=offered.choices[2].id)
        assert left.messages[0].text == "left"
        assert await house.handover.queue() == ()
        count = len(await house.visitors.messages(conversation_id))
        await house.keeping.sweep()
        assert len(await house.visitors.messages(conversation_id)) == count


async def test_a_counsellor_who_is_gone_gives_the_visitor_back(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        amina = await make_counsellor(house)
        conversation_id = await waiting(house)
        await house.handover.claim(amina.id, conversation_id)
        clock.forward(minutes=6)
        (present,) = await house.presence.all()
        assert present.state == "away"
        await house.presence.seen(amina.id)
        (present,) = await house.presence.all()
        assert present.state == "online"
        clock.forward(minutes=10)
        await house.keeping.sweep()
        assert (await house.visitors.state(conversation_id)).owner == "counsellor"
        clock.forward(minutes=6)
        for _ in range(2):
            await house.keeping.sweep()
        assert (await house.visitors.state(conversation_id)).owner == "waiting"
        said = [v.text for v in await house.visitors.messages(conversation_id)]
        assert sum("n'est plus disponible" in text for text in said) == 1


async def test_a_left_message_is_answered_and_read_with_its_code(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        started = await house.visitors.start("fr")
        left = await house.visitors.say(started.id, text="message mon mail est a@b.be")
        code = left.messages[0].text.removeprefix("left: ")
        assert await house.appointments.read_left_message(code, "x") is None
        (message,) = await house.left_messages.waiting()
        assert message.text == "mon mail est [e-mail]"
        await house.left_messages.answer(amina.id, message.id, "Voici la réponse.")
        assert await house.appointments.read_left_message(code, "x") == "Voici la réponse."
        assert "Voici la réponse." in (await house.visitors.messages(started.id))[-1].text
        assert await house.left_messages.waiting() == ()
        with pytest.raises(NotFound):
            await house.appointments.find(code, "x")


async def test_feedback_is_counted_and_makes_a_gap(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        started = await house.visitors.start("fr")
        answer = (await house.visitors.say(started.id, text="une question")).messages[0]
        await house.visitors.feedback(started.id, answer.seq, False)
        await house.visitors.feedback(started.id, answer.seq, False)
        (gap,) = await house.gaps.open()
        assert (gap.reason, gap.text) == ("unhelpful", "une question")
        amina = await make_counsellor(house)
        await house.gaps.settle(amina.id, (gap.id,), "ignored")
        assert await house.gaps.open() == ()
        with pytest.raises(NotFound):
            await house.visitors.feedback(started.id, 1, True)
