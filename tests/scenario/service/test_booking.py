"""Appointments: no slot twice, codes, the desk's week, times of the house."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from icalendar import Calendar

from service.errors import BadRequest, NotFound, SlotTaken, Throttled
from service.house import House
from service.options import BRUSSELS
from tests.support.house_support import MONDAY, HandClock, make_counsellor, make_house


async def test_many_bookers_never_share_a_slot(database_url: str) -> None:
    async with make_house(url=database_url) as house:
        await make_counsellor(house, "amina")
        slots = (await house.appointments.slots("fr"))[:3]

        async def book(index: int) -> str | None:
            try:
                _, code = await house.appointments.book(slots[index % 3].id, "fr")
            except SlotTaken:
                return None
            return code

        codes = [code for code in await asyncio.gather(*map(book, range(24))) if code]
        assert len(codes) == 3
        booked = await house.agenda.between(MONDAY, MONDAY + timedelta(days=60))
        assert Counter(a.starts_at for a in booked) == Counter(slot.starts_at for slot in slots)


async def test_many_conversations_book_the_first_slot(database_url: str) -> None:
    """Everybody takes the soonest: each gets a time of its own, and each has one code."""
    async with make_house(url=database_url) as house:
        await make_counsellor(house, "amina")
        await make_counsellor(house, "bruno")
        visitors = [await house.visitors.start("fr") for _ in range(8)]
        outcomes = await asyncio.gather(*(house.visitors.say(v.id, text="book") for v in visitors))
        codes = [outcome.messages[0].text.removeprefix("booked: ") for outcome in outcomes]
        assert len(set(codes)) == 8
        booked = await house.agenda.between(MONDAY, MONDAY + timedelta(days=60))
        assert len({(a.counsellor_id, a.starts_at) for a in booked}) == len(booked) == 8
        for code in codes:
            assert (await house.appointments.find(code, code)).status == "confirmed"


async def test_overlapping_lengths_cannot_both_be_booked(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        first = (await house.appointments.slots("fr"))[0]
        await house.appointments.book(first.id, "fr")
        for weekly in await house.agenda.availability(amina.id):
            await house.agenda.remove_availability(amina.id, weekly.id)
        for weekday in range(5):
            await house.agenda.add_availability(
                amina.id, amina.id, weekday, time(8, 30), time(12), length=60, pause=0
            )
        free = await house.appointments.slots("fr")
        assert free
        assert not any(
            slot.starts_at < first.ends_at and first.starts_at < slot.ends_at for slot in free
        )


async def test_a_code_finds_moves_and_cancels(database_url: str) -> None:
    async with make_house(url=database_url) as house:
        await make_counsellor(house)
        first, second, *_ = await house.appointments.slots("fr")
        booked, code = await house.appointments.book(first.id, "fr")
        sloppy = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        assert (await house.appointments.find(sloppy, "a")).starts_at == first.starts_at
        assert "Cité des métiers" in booked.place

        moved = await house.appointments.move(code, second.id, "a")
        assert moved.starts_at == second.starts_at
        assert first.id in {slot.id for slot in await house.appointments.slots("fr")}
        with pytest.raises(SlotTaken):
            await house.appointments.move(code, "20200101T0900Z-nobody", "a")
        assert (await house.appointments.find(code, "a")).starts_at == second.starts_at

        await house.appointments.cancel(code, "a")
        with pytest.raises(NotFound):
            await house.appointments.find(code, "a")
        assert second.id in {slot.id for slot in await house.appointments.slots("fr")}


async def test_unknown_past_and_cancelled_codes_look_the_same(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        await make_counsellor(house)
        first = (await house.appointments.slots("fr"))[0]
        _, code = await house.appointments.book(first.id, "fr")
        clock.now = first.starts_at + timedelta(minutes=1)
        messages = []
        for wrong in (code, "7K4F-9QM2", "nonsense", ""):
            with pytest.raises(NotFound) as error:
                await house.appointments.find(wrong, "a")
            messages.append(str(error.value))
        assert len(set(messages)) == 1


async def test_guessing_codes_is_throttled(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        await make_counsellor(house)
        _, code = await house.appointments.book((await house.appointments.slots("fr"))[0].id, "fr")
        for _ in range(5):
            with pytest.raises(NotFound):
                await house.appointments.find("7K4F-9QM2", "guesser")
        with pytest.raises(Throttled) as refused:
            await house.appointments.find(code, "guesser")
        assert 0 < refused.value.retry_after <= 600
        assert await house.appointments.find(code, "somebody else")
        clock.forward(minutes=11)
        assert await house.appointments.find(code, "guesser")


async def test_the_code_works_in_the_chat_of_another_conversation(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        await make_counsellor(house)
        _, code = await house.appointments.book((await house.appointments.slots("fr"))[0].id, "fr")
        started = await house.visitors.start("fr")
        await house.visitors.say(started.id, text=f"mon code est {code}")
        typed = house.engine.seen[-1].snapshot.code  # type: ignore[attr-defined]
        assert typed["valid"]
        assert typed["kind"] == "appointment"
        assert set(typed["appointment"]) >= {"id", "start", "end", "place", "language"}


async def test_the_calendar_file_needs_its_signature(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        await make_counsellor(house)
        first = (await house.appointments.slots("nl"))[0]
        booked, code = await house.appointments.book(first.id, "nl")
        file = await house.appointments.ics(booked.ics_path_token)
        (event,) = Calendar.from_ical(file).walk("VEVENT")
        assert event.decoded("dtstart") == first.starts_at
        assert "Beroepenpunt" in str(event["location"])
        assert code.encode() not in file
        for forged in (booked.ics_path_token + "x", "x.y", "", booked.ics_path_token[:-2]):
            with pytest.raises(NotFound):
                await house.appointments.ics(forged)
        clock.forward(days=8)
        with pytest.raises(NotFound):
            await house.appointments.ics(booked.ics_path_token)


async def book_one(house: House) -> tuple[str, int, str]:
    """A visitor with an appointment: (conversation, appointment, code)."""
    started = await house.visitors.start("fr")
    outcome = await house.visitors.say(started.id, text="book")
    (found,) = [
        a
        for a in await house.agenda.between(MONDAY, MONDAY + timedelta(days=60))
        if a.conversation_id == started.id
    ]
    return started.id, found.id, outcome.messages[0].text.removeprefix("booked: ")


async def test_the_desk_confirms_moves_and_cancels(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        await house.settings.change(amina.id, confirm_by_hand=True)
        conversation_id, appointment_id, code = await book_one(house)
        assert (await house.agenda.get(appointment_id)).status == "pending"

        await house.agenda.confirm(amina.id, appointment_id)
        later = (await house.appointments.slots("fr"))[4]
        await house.agenda.move(amina.id, appointment_id, later.id)
        await house.agenda.cancel(amina.id, appointment_id, "Je suis malade, désolée.")
        told = [
            view.text
            for view in await house.visitors.messages(conversation_id)
            if view.author == "system"
        ]
        assert "confirmé" in told[0]
        assert "déplacé" in told[1]
        assert "Je suis malade" in told[2]
        with pytest.raises(BadRequest):
            await house.agenda.confirm(amina.id, appointment_id)
        with pytest.raises(NotFound):
            await house.appointments.find(code, "a")
        actions = {line.action for line in await house.audit.read()}
        assert actions >= {"confirm_appointment", "move_appointment", "cancel_appointment"}


async def test_came_or_missed_only_afterwards(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        amina = await make_counsellor(house)
        _, appointment_id, _ = await book_one(house)
        with pytest.raises(BadRequest):
            await house.agenda.mark(amina.id, appointment_id, True)
        clock.forward(days=3)
        await house.agenda.mark(amina.id, appointment_id, False)
        assert (await house.agenda.get(appointment_id)).status == "missed"
        await house.agenda.mark(amina.id, appointment_id, True)
        assert (await house.agenda.get(appointment_id)).status == "came"


async def test_the_desk_books_for_a_visitor_who_gets_the_code(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        started = await house.visitors.start("nl")
        slot = (await house.appointments.slots("nl"))[0]
        booked = await house.agenda.book(amina.id, started.id, slot.id)
        seen = (await house.visitors.messages(started.id))[-1].text
        code = seen.rsplit("**", 2)[1]
        assert (await house.appointments.find(code, "a")).starts_at == booked.starts_at
        assert code not in str(await house.handover.view(amina.id, started.id))


async def test_notice_horizon_holidays_and_exceptions(tmp_path: Path) -> None:
    clock = HandClock(datetime(2026, 12, 21, 9, tzinfo=timezone.utc))
    async with make_house(tmp_path, clock=clock) as house:
        amina = await make_counsellor(house)
        await house.agenda.add_exception(amina.id, amina.id, date(2026, 12, 28))
        await house.agenda.add_exception(amina.id, amina.id, date(2026, 12, 29), time(9), time(11))
        await house.agenda.add_closing_day(amina.id, date(2026, 12, 31), "Réveillon", "Oudejaar")
        slots = await house.appointments.slots("fr", limit=1000)
        days = Counter(slot.starts_at.astimezone(BRUSSELS).date() for slot in slots)
        assert min(slot.starts_at for slot in slots) >= clock.now + timedelta(hours=24)
        assert max(slot.starts_at for slot in slots) <= clock.now + timedelta(days=28)
        closed = (date(2026, 12, 25), date(2026, 12, 28), date(2026, 12, 31), date(2027, 1, 1))
        assert not any(day in days for day in closed)
        assert (days[date(2026, 12, 29)], days[date(2026, 12, 30)]) == (1, 3)
        named = await house.agenda.closing_days(date(2026, 12, 24), date(2027, 1, 2))
        assert [day.nl for day in named] == ["Kerstmis", "Oudejaar", "Nieuwjaar"]


async def test_the_feed_is_secret_and_renewable(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        await book_one(house)
        token = await house.agenda.feed_token(amina.id)
        assert await house.agenda.feed_token(amina.id) == token
        assert len(Calendar.from_ical(await house.agenda.feed(token)).walk("VEVENT")) == 1
        renewed = await house.agenda.feed_token(amina.id, renew=True)
        with pytest.raises(NotFound):
            await house.agenda.feed(token)
        assert await house.agenda.feed(renewed)


@pytest.mark.parametrize(
    "fields",
    [
        {"weekday": 7},
        {"starts": time(12)},
        {"length": 500},
        {"pause": -1},
        {"place": " "},
        {"languages": ("de",)},
        {"starts": time(11), "ends": time(14)},
    ],
)
async def test_weekly_times_that_make_no_sense(tmp_path: Path, fields: dict[str, object]) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house)
        good: dict[str, object] = {"weekday": 1, "starts": time(9), "ends": time(12)}
        with pytest.raises(BadRequest):
            await house.agenda.add_availability(amina.id, amina.id, **(good | fields))  # type: ignore[arg-type]
