"""The queue: what it shows, who gets a conversation, and what it costs."""

from __future__ import annotations

import asyncio
import json

from service.house import House
from service.types import Effect, TurnInput, TurnResult
from tests.scenario.desk.conftest import Queue
from tests.support.counting import statements
from tests.support.desk_support import Browser, many_waiting
from tests.support.fake_engine import FakeEngine, result
from tests.support.house_support import HandClock

_CARD = 3000  # bytes of a page for one who waits, at most


async def test_who_waits_is_shown_with_what_helps_to_choose(
    amina: Browser, queue: Queue, clock: HandClock
) -> None:
    conversation = await queue("nl")
    clock.forward(minutes=3)
    _, page = await amina.get("/desk/")
    assert f"/desk/conversations/{conversation}" in page
    assert "3 min" in page and ">NL</abbr>" in page
    assert "Demande une personne" in page and ">Web<" in page


async def test_the_summary_is_the_question_and_not_the_wish_for_a_person(
    amina: Browser, queue: Queue, house: House
) -> None:
    await queue("fr", "comment refaire mon cv")
    await queue("fr")
    summaries = [entry.summary for entry in await house.handover.queue()]
    assert summaries == ["comment refaire mon cv", "person"]


async def test_every_page_learns_how_many_wait(amina: Browser, queue: Queue, house: House) -> None:
    counts = json.loads((await amina.get("/desk/pieces/counts"))[1])
    assert counts == {"waiting": 0, "newest": "", "left": 0, "unread": 0}
    conversation = await queue("fr")
    await house.visitors.say((await house.visitors.start("fr")).id, text="message salut")
    counts = json.loads((await amina.get("/desk/pieces/counts"))[1])
    assert (counts["waiting"], counts["left"], counts["unread"]) == (1, 1, 0)
    assert counts["newest"] > ""
    await amina.post(f"/desk/conversations/{conversation}/claim")
    await house.visitors.say(conversation, text="allô ?")
    counts = json.loads((await amina.get("/desk/pieces/counts"))[1])
    assert (counts["waiting"], counts["unread"]) == (0, 1)


async def test_of_two_counsellors_one_gets_it_and_the_other_is_told_who(
    amina: Browser, bram: Browser, queue: Queue, house: House
) -> None:
    conversation = await queue()
    path = f"/desk/conversations/{conversation}/claim"
    answers = await asyncio.gather(amina.post(path, script=True), bram.post(path, script=True))
    assert sorted(status for status, _ in answers) == [200, 409]
    refused = next(text for status, text in answers if status == 409)
    assert "Amina" in refused or "Bram" in refused
    messages = await house.visitors.messages(conversation)
    assert sum("est là" in message.text for message in messages) == 1


async def test_nobody_takes_more_than_the_cap(amina: Browser, queue: Queue, house: House) -> None:
    me = next(one for one in await house.people.all() if one.login == "amina")
    await house.people.change(me.id, cap=1)
    first, second = await queue(), await queue()
    assert (await amina.post(f"/desk/conversations/{first}/claim"))[0] == 200
    status, page = await amina.post(f"/desk/conversations/{second}/claim")
    assert status == 409 and "maximum" in page


async def test_filters_hide_but_say_so_and_never_hide_distress(bram: Browser, queue: Queue) -> None:
    french, dutch = await queue("fr"), await queue("nl")
    urgent = await queue("fr", ask="help me")
    _, page = await bram.get("/desk/?filter=1&languages=1")
    assert f'data-entry="{dutch}"' in page and f'data-entry="{urgent}"' in page
    assert f'data-entry="{french}"' not in page
    assert "Nog 1, verborgen" in page
    _, page = await bram.get("/desk/")
    assert f'data-entry="{french}"' not in page  # remembered
    _, page = await bram.get("/desk/?filter=1")
    assert f'data-entry="{french}"' in page


async def test_what_a_visitor_types_is_never_markup(amina: Browser, house: House) -> None:
    def hand_over(turn: TurnInput) -> TurnResult:
        effect = Effect("hand_over", {"reason": "asked", "urgent": False, "theme": None})
        return result(turn, "ok", effect, outcome="handover")

    assert isinstance(house.engine, FakeEngine)
    house.engine.answer = hand_over
    started = await house.visitors.start("fr")
    await house.visitors.say(started.id, text="<script>alert(1)</script> **gras**")
    for path in ("/desk/", f"/desk/conversations/{started.id}"):
        _, page = await amina.get(path)
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


async def test_the_banner_shows_what_is_down(amina: Browser, house: House) -> None:
    await house.alarms.ring("engine", "engine")
    assert "en panne" in (await amina.get("/desk/"))[1]
    assert "en panne" in (await amina.get("/desk/pieces/alarms"))[1]
    await house.alarms.quiet("engine")
    assert "en panne" not in (await amina.get("/desk/"))[1]


async def test_two_hundred_waiting_cost_no_more_statements_than_two(
    amina: Browser, house: House
) -> None:
    await many_waiting(house, 2)
    few, small = await _looked_at(amina, house, 2)
    await many_waiting(house, 198, first=2)
    many, large = await _looked_at(amina, house, 200)
    assert many == few
    assert large - small < 198 * _CARD


async def test_the_queue_is_read_once_for_everybody(
    amina: Browser, bram: Browser, house: House
) -> None:
    await many_waiting(house, 20)
    with statements(house) as sent:
        for browser in (amina, bram, amina, bram):
            assert (await browser.get("/desk/pieces/queue"))[1].count("data-entry=") == 20
    readings = [one for one in sent if "counsellor_id IS NULL" in one]
    assert len(readings) == 1


async def _looked_at(browser: Browser, house: House, waiting: int) -> tuple[int, int]:
    """Statements and bytes of the console, with so many waiting."""
    with statements(house) as sent:
        status, page = await browser.get("/desk/")
    assert status == 200 and page.count("data-entry=") == waiting
    return len(sent), len(page.encode())
