"""Purge, backup, reminders, settings, figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from service.errors import BadRequest, NotFound
from service.views import MessageView
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import HandClock, make_counsellor, make_house
from tests.support.waiting import until

PLANTED = "kwikstaartje"


async def test_purge_deletes_what_is_old_and_says_so_before(database_url: str) -> None:
    clock = HandClock()
    async with make_house(url=database_url, clock=clock) as house:
        await make_counsellor(house)
        old = await house.visitors.start("fr")
        await house.visitors.say(old.id, text="xyzzy")
        await house.visitors.say(old.id, text="message bonjour")
        booked = await house.visitors.say(old.id, text="book")
        code = booked.messages[0].text.removeprefix("booked: ")
        clock.forward(days=2)
        assert (await house.keeping.purge()).conversations == 0
        clock.forward(days=29)
        young = await house.visitors.start("fr")
        dry = await house.keeping.purge(dry_run=True)
        assert (dry.conversations, dry.appointments, dry.dry_run) == (1, 1, True)
        assert await house.visitors.state(old.id)
        done = await house.keeping.purge()
        assert (done.conversations, done.appointments) == (1, 1)
        with pytest.raises(NotFound):
            await house.visitors.state(old.id)
        with pytest.raises(NotFound):
            await house.appointments.find(code, "a")
        assert await house.visitors.state(young.id)
        # A message left waits for its answer longer; a gap is learned from for 90 days.
        assert len(await house.left_messages.waiting()) == 1
        assert len(await house.gaps.open()) == 1
        clock.forward(days=61)
        last = await house.keeping.purge()
        assert (last.left_messages, last.gaps) == (1, 1)


async def test_an_appointment_outlives_its_conversation(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        amina = await make_counsellor(house)
        await house.settings.change(amina.id, retention_days=1)
        started = await house.visitors.start("fr")
        await house.visitors.say(started.id, text="hello")
        slot = (await house.appointments.slots("fr"))[-1]
        booked = await house.agenda.book(amina.id, started.id, slot.id)
        clock.forward(days=3)
        assert (await house.keeping.purge()).conversations == 1
        left = await house.agenda.get(booked.id)
        assert (left.status, left.conversation_id) == ("confirmed", None)
        await house.agenda.cancel(amina.id, booked.id, "désolée")
        clock.now = booked.ends_at + timedelta(days=2, minutes=1)
        assert (await house.keeping.purge()).appointments == 1


async def test_backup_is_whole_and_never_overwrites(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        started = await house.visitors.start("fr")
        await house.visitors.say(started.id, text=PLANTED)
        target = tmp_path / "copy.sqlite3"
        await house.keeping.backup(target)
        assert target.stat().st_mode & 0o077 == 0
        with pytest.raises(FileExistsError):
            await house.keeping.backup(target)
    copy = sqlite3.connect(target)
    found = copy.execute("SELECT text FROM message WHERE author = 'visitor'").fetchall()
    copy.close()
    assert found == [(PLANTED,)]
    async with make_house(url=f"sqlite:///{target}") as restored:
        assert len(await restored.visitors.messages(started.id)) == 3


async def test_a_reminder_is_said_once(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        await make_counsellor(house)
        started = await house.visitors.start("nl")
        await house.visitors.say(started.id, text="book")
        (booked,) = await house.agenda.between(clock.now, clock.now + timedelta(days=60))
        await house.keeping.sweep()
        before = len(await house.visitors.messages(started.id))
        clock.now = booked.starts_at - timedelta(hours=10)
        for _ in range(2):
            await house.keeping.sweep()
        said = (await house.visitors.messages(started.id))[before:]
        assert [("herinnering" in view.text, view.author) for view in said] == [(True, "system")]


async def test_settings_are_checked(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        wrong: list[dict[str, object]] = [
            {"unknown": 1},
            {"retention_days": 0},
            {"retention_days": True},
            {"notice_hours": -1},
            {"confirm_by_hand": "yes"},
            {"place_fr": " "},
            {"live_chat": [{"weekday": 7, "from": "09:00", "until": "17:00"}]},
            {"live_chat": [{"weekday": 1, "from": "17:00", "until": "09:00"}]},
            {"live_chat": [{"weekday": 1, "from": "9", "until": "17:00"}]},
        ]
        for changes in wrong:
            with pytest.raises(BadRequest) as refused:
                await house.settings.change(None, **changes)
            assert str(refused.value) == next(iter(changes))
        spans = [{"weekday": 5, "from": "10:00", "until": "12:00"}]
        await house.settings.change(None, live_chat=spans, retention_days=7)
        settings = await house.settings.get()
        assert (settings.live_chat, settings.retention_days) == (tuple(spans), 7)
        assert not (await house.visitors.hours()).open_now


async def test_two_processes_on_one_file(tmp_path: Path) -> None:
    """Not meant, but harmless: the second writer waits for the first."""
    async with make_house(tmp_path) as first, make_house(tmp_path) as second:
        mine, other = await first.visitors.start("fr"), await second.visitors.start("fr")
        for number in range(5):
            assert (await first.visitors.say(mine.id, text=f"a{number}")).messages
            assert (await second.visitors.say(other.id, text=f"b{number}")).messages
        crossed = await second.visitors.say(mine.id, text="c")
        assert crossed.messages[0].text == "echo: c"
        assert len(await second.visitors.messages(mine.id)) == 13


async def test_a_message_that_a_crash_left_is_answered_after_the_start(tmp_path: Path) -> None:
    engine = FakeEngine(delay=30)
    async with make_house(tmp_path, engine) as house:
        started = await house.visitors.start("fr")
        import asyncio

        talking = asyncio.create_task(house.visitors.say(started.id, text="un"))
        await asyncio.sleep(0.2)
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        for task in list(house._worker._draining.values()):
            task.cancel()  # as a kill would
            await asyncio.gather(task, return_exceptions=True)
    async with make_house(tmp_path) as house:

        async def answered() -> Sequence[MessageView]:
            views = await house.visitors.messages(started.id)
            return views if len(views) == 3 else ()

        views = await until(answered)
        assert [view.text for view in views[1:]] == ["un", "echo: un"]


async def test_the_hours_are_told_on_a_leap_day(tmp_path: Path) -> None:
    clock = HandClock(datetime(2028, 2, 29, 9, tzinfo=timezone.utc))
    async with make_house(tmp_path, clock=clock) as house:
        days = (await house.visitors.hours()).closing_days
        assert {"2028-12-25", "2029-01-01"} <= {day["date"] for day in days}
