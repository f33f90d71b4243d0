"""The main job, on the house alone: ask, hand over, claim, reply, give back, book, forget."""

from __future__ import annotations

import pytest

from service.errors import AlreadyClaimed, NotFound
from tests.support.house_support import make_counsellor, make_house


async def test_a_visitor_meets_a_counsellor(database_url: str) -> None:
    async with make_house(url=database_url) as house:
        amina = await make_counsellor(house, "amina")
        bruno = await make_counsellor(house, "bruno")
        started = await house.visitors.start("fr")
        assert "automatique" in started.messages[0].text

        answered = await house.visitors.say(started.id, text="bonjour")
        assert [view.text for view in answered.messages] == ["echo: bonjour"]
        assert answered.understanding.outcome == "answered"

        await house.visitors.say(started.id, text="person")
        (waiting,) = await house.handover.queue()
        assert waiting.conversation_id == started.id
        assert (await house.visitors.state(started.id)).queue_position == 1

        await house.handover.claim(amina.id, started.id)
        with pytest.raises(AlreadyClaimed) as lost:
            await house.handover.claim(bruno.id, started.id)
        assert lost.value.by == "Amina"

        silent = await house.visitors.say(started.id, text="êtes-vous là ?")
        assert silent.messages == ()
        assert silent.understanding.outcome == "with_counsellor"
        await house.handover.reply(amina.id, started.id, "Oui, bonjour !")
        newest = (await house.visitors.messages(started.id))[-1]
        assert (newest.author, newest.text) == ("counsellor", "Oui, bonjour !")

        await house.handover.give_back(amina.id, started.id)
        assert (await house.visitors.state(started.id)).owner == "bot"
        again = await house.visitors.say(started.id, text="encore")
        assert again.messages[0].text == "echo: encore"


async def test_a_visitor_books_cancels_and_is_forgotten(database_url: str) -> None:
    async with make_house(url=database_url) as house:
        amina = await make_counsellor(house)
        started = await house.visitors.start("nl")
        booked = await house.visitors.say(started.id, text="book")
        code = booked.messages[0].text.removeprefix("booked: ")
        found = await house.appointments.find(code, "test")
        assert found.status == "confirmed"

        desk = await house.handover.view(amina.id, started.id)
        assert code not in str(desk)
        assert desk.appointment is not None

        await house.visitors.say(started.id, text="cancel")
        with pytest.raises(NotFound):
            await house.appointments.find(code, "test")

        await house.visitors.say(started.id, text="book")
        last = await house.visitors.say(started.id, text="forget")
        assert last.messages[0].text == "forgotten"
        with pytest.raises(NotFound):
            await house.visitors.state(started.id)
        assert await house.agenda.week(found.starts_at.date()) == () or all(
            appointment.status == "cancelled"
            for appointment in await house.agenda.week(found.starts_at.date())
        )
