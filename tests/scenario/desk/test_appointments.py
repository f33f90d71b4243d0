"""Appointments on the desk: book, confirm, move, cancel, mark; availability; the own calendar."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestServer

from service.house import House
from tests.scenario.desk.conftest import Queue
from tests.support.desk_support import Browser, browsing
from tests.support.house_support import HandClock


@pytest.fixture
async def booked(amina: Browser, queue: Queue, house: House) -> tuple[str, int]:
    """A conversation with an appointment, and the appointment's number."""
    conversation = await queue("fr")
    await amina.post(f"/desk/conversations/{conversation}/claim")
    (slot, *_) = await house.appointments.slots("fr", counsellor_id=1)
    path = f"/desk/conversations/{conversation}/book"
    status, page = await amina.post(path, {"slot": slot.id, "theme": "studies"})
    assert status == 200 and "a reçu son code" in page
    found = re.search(r"/desk/appointments/(\d+)", page)
    assert found is not None
    return conversation, int(found[1])


async def test_a_booked_time_stands_in_the_week_and_the_day(
    amina: Browser, booked: tuple[str, int], house: House
) -> None:
    one = await house.agenda.get(booked[1])
    day = one.starts_at.date().isoformat()
    for view in ("week", "day"):
        _, page = await amina.get(f"/desk/appointments?view={view}&day={day}&who=all")
        assert f"/desk/appointments/{one.id}" in page and "Études" in page
        assert booked[0] not in page  # the visitor's conversation is one click further


async def test_a_day_of_the_team_has_a_column_for_everybody_who_receives(
    amina: Browser, house: House
) -> None:
    day = "2026-11-25"
    _, page = await amina.get(f"/desk/appointments?view=day&who=all&day={day}")
    assert page.count('<section class="day') == 2 and "09:00–12:00" in page
    await amina.post("/desk/availability/exceptions", {"day": day})
    _, page = await amina.get(f"/desk/appointments?view=week&day={day}")
    assert page.count("09:00–12:00") == 4 and "Absent·e</p>" in page


async def test_a_time_cannot_be_given_twice(amina: Browser, queue: Queue, house: House) -> None:
    (slot, *_) = await house.appointments.slots("fr")
    answers = []
    for _ in range(2):
        conversation = await queue("fr")
        path = f"/desk/conversations/{conversation}/book"
        answers.append(await amina.post(path, {"slot": slot.id}))
    assert [status for status, _ in answers] == [200, 409]
    assert "vient d" in answers[1][1]


async def test_a_pending_request_is_confirmed_and_the_visitor_told(
    amina: Browser, queue: Queue, house: House
) -> None:
    await house.settings.change(1, confirm_by_hand=True)
    conversation = await queue("fr")
    (slot, *_) = await house.appointments.slots("fr")
    one = await house.agenda.book(1, conversation, slot.id)
    assert one.status == "pending"
    _, page = await amina.get(f"/desk/appointments/{one.id}")
    assert "À confirmer" in page
    await amina.post(f"/desk/appointments/{one.id}/confirm")
    assert (await house.agenda.get(one.id)).status == "confirmed"
    texts = [m.text for m in await house.visitors.messages(conversation)]
    assert sum("est confirmé" in text for text in texts) == 1


async def test_moved_and_cancelled_with_a_message(
    amina: Browser, booked: tuple[str, int], house: House
) -> None:
    conversation, number = booked
    before = (await house.agenda.get(number)).starts_at
    (*_, last) = await house.appointments.slots("fr", counsellor_id=1)
    await amina.post(f"/desk/appointments/{number}/move", {"slot": last.id})
    assert (await house.agenda.get(number)).starts_at == last.starts_at != before
    fields = {"message": "Je suis malade, désolée."}
    await amina.post(f"/desk/appointments/{number}/cancel", fields)
    assert (await house.agenda.get(number)).status == "cancelled"
    texts = [m.text for m in await house.visitors.messages(conversation)]
    assert any("a déplacé" in text for text in texts)
    assert any("Je suis malade" in text for text in texts)


async def test_came_or_missed_is_marked_after_the_hour_only(
    amina: Browser, booked: tuple[str, int], house: House, clock: HandClock
) -> None:
    path = f"/desk/appointments/{booked[1]}/mark"
    assert (await amina.post(path, {"came": "1"}))[0] == 400
    one = await house.agenda.get(booked[1])
    clock.now = one.ends_at + timedelta(minutes=1)
    await amina.sign_in("amina")  # the night was longer than the session
    assert (await amina.post(path, {"came": "0"}))[0] == 200
    assert (await house.agenda.get(booked[1])).status == "missed"


@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28"])
async def test_the_week_of_a_change_of_clock_is_whole(amina: Browser, day: str) -> None:
    status, page = await amina.get(f"/desk/appointments?view=week&day={day}&who=all")
    assert status == 200 and page.count('<section class="day') == 5
    status, page = await amina.get(f"/desk/appointments?view=day&day={day}&who=me")
    assert status == 200 and page.count('<section class="day') == 1


@pytest.mark.parametrize(
    "query", ["day=nonsense", "day=9999-99-99", "view=month", "day=0001-01-01"]
)
async def test_an_address_that_makes_no_sense_shows_today(amina: Browser, query: str) -> None:
    assert (await amina.get(f"/desk/appointments?{query}"))[0] == 200


async def test_availability_is_added_and_removed(bram: Browser, house: House) -> None:
    bram_id = next(one.id for one in await house.people.all() if one.login == "bram")
    fields = {"weekday": "5", "starts": "10:00", "ends": "12:00", "length": "30", "pause": "0",
              "place": "remote", "languages": "nl"}  # fmt: skip
    status, page = await bram.post("/desk/availability", fields)
    assert status == 200 and "zaterdag" in page
    added = [time for time in await house.agenda.availability(bram_id) if time.weekday == 5]
    assert [(time.length, time.place, time.languages) for time in added] == [
        (30, "remote", ("nl",))
    ]
    status, text = await bram.post(
        "/desk/availability", {**fields, "starts": "12:00", "ends": "10:00"}, script=True
    )
    assert status == 400 and "uren" in text
    zoned = {**fields, "weekday": "6", "starts": "10:00+05:00"}
    assert (await bram.post("/desk/availability", zoned))[0] == 400
    await bram.post(f"/desk/availability/{added[0].id}/remove")
    assert not [t for t in await house.agenda.availability(bram_id) if t.weekday == 5]


async def test_only_admins_touch_the_times_of_others(
    bram: Browser, amina: Browser, house: House
) -> None:
    people = {one.login: one.id for one in await house.people.all()}
    theirs = (await house.agenda.availability(people["amina"]))[0]
    assert (await bram.post(f"/desk/availability/{theirs.id}/remove"))[0] == 403
    assert (await bram.get(f"/desk/availability?counsellor={people['amina']}"))[0] == 403
    day = {"day": "2026-12-07", "counsellor": str(people["amina"])}
    assert (await bram.post("/desk/availability/exceptions", day))[0] == 403
    assert (await amina.get(f"/desk/availability?counsellor={people['bram']}"))[0] == 200


async def test_a_day_away_takes_the_times_out(amina: Browser, house: House) -> None:
    free = [slot.starts_at.date() for slot in await house.appointments.slots(counsellor_id=1)]
    day = free[0].isoformat()
    await amina.post("/desk/availability/exceptions", {"day": day})
    after = [slot.starts_at.date() for slot in await house.appointments.slots(counsellor_id=1)]
    assert free[0] not in after
    (away,) = await house.agenda.exceptions(1)
    await amina.post(f"/desk/availability/exceptions/{away.id}/remove")
    assert await house.agenda.exceptions(1) == ()


async def test_the_own_calendar_has_a_secret_address_that_can_be_renewed(
    amina: Browser, booked: tuple[str, int], server: TestServer
) -> None:
    found = re.search(
        r'value="http://test(/desk/calendar/[^"]+)"', (await amina.get("/desk/availability"))[1]
    )
    assert found is not None
    async with browsing(server) as calendar:
        status, text = await calendar.get(found[1])
        assert status == 200 and "BEGIN:VEVENT" in text
        await amina.post("/desk/availability/feed")
        assert (await calendar.get(found[1]))[0] == 404
