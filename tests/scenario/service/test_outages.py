"""The database is locked or away for a while: a clear refusal, then everything goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import store.sqlite
from service.errors import Busy, NotFound
from service.events import Event
from store.errors import Conflict
from tests.scenario.service.test_outbox import FakeSender
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import make_counsellor, make_house
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer waits a tenth of a second for another process's lock."""
    monkeypatch.setitem(store.sqlite.PRAGMAS, "busy_timeout", "100")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another process writes."""
    other = sqlite3.connect(folder / "azimut.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


async def test_a_locked_database_refuses_and_recovers(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        started = await house.visitors.start("fr")
        with locked(tmp_path):
            with pytest.raises(Busy):
                await house.visitors.say(started.id, text="un", idempotency_key="k")
            with pytest.raises(Busy):
                await house.visitors.start("fr")
            assert (await house.visitors.state(started.id)).owner == "bot"
        outcome = await house.visitors.say(started.id, text="un", idempotency_key="k")
        assert [view.text for view in outcome.messages] == ["echo: un"]


async def test_a_turn_waits_for_the_lock_to_end(tmp_path: Path) -> None:
    async with make_house(tmp_path, FakeEngine(delay=0.3)) as house:
        started = await house.visitors.start("fr")
        talking = asyncio.create_task(house.visitors.say(started.id, text="un"))
        await asyncio.sleep(0.15)  # accepted; the engine thinks
        with locked(tmp_path):
            await asyncio.sleep(1.0)
        outcome = await asyncio.wait_for(talking, 15)
        assert [view.text for view in outcome.messages] == ["echo: un"]
        assert len(await house.visitors.messages(started.id)) == 3


async def test_background_work_survives_an_outage(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        await make_counsellor(house)
        with locked(tmp_path):
            with pytest.raises(Busy):
                await house.keeping.purge()
            await asyncio.sleep(0.5)
        assert (await house.keeping.purge()).conversations == 0
        started = await house.visitors.start("nl")
        assert (await house.visitors.say(started.id, text="hallo")).messages


async def test_background_work_survives_whatever_a_look_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A driver may raise what nobody foresaw; without these loops nothing would move any more."""
    monkeypatch.setattr("service.worker._POLL", 0.01)
    monkeypatch.setattr("service.pump._POLL", 0.01)
    looks = {"inbox": 0, "outbox": 0}

    async def inbox(_: object) -> list[str]:
        looks["inbox"] += 1
        raise Conflict("overtaken")

    async def outbox(_: int) -> list[int]:
        looks["outbox"] += 1
        raise Conflict("overtaken")

    async def both_again() -> bool:
        return min(looks.values()) >= 3

    async with make_house(tmp_path, started=False) as house:
        house.outbox.register(FakeSender())
        monkeypatch.setattr(house._worker, "_waiting", inbox)
        monkeypatch.setattr(house.dispatcher, "take_due", outbox)
        await house.start()
        await until(both_again)


async def test_what_was_forgotten_leaves_the_log_once_nobody_is_in_the_way(tmp_path: Path) -> None:
    """While somebody reads an older state for long, SQLite cannot empty its write-ahead log."""
    log = tmp_path / "azimut.sqlite3-wal"
    async with make_house(tmp_path) as house:
        started = await house.visitors.start("fr")
        await house.visitors.say(started.id, text="kwikstaartje")
        reader = sqlite3.connect(tmp_path / "azimut.sqlite3", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM message").fetchone()
        await house.visitors.forget(started.id)
        assert b"kwikstaartje" in log.read_bytes()  # else this test tries nothing
        reader.close()
        await house.keeping.purge()
        assert b"kwikstaartje" not in log.read_bytes()


async def test_a_writer_in_the_way_does_not_undo_forgetting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with make_house(tmp_path) as house:
        started = await house.visitors.start("fr")
        publish = house.bus.publish

        with ExitStack() as writing:

            async def then_somebody_writes(event: Event, *topics: str) -> None:
                await publish(event, *topics)
                if event.kind == "forgotten":
                    writing.enter_context(locked(tmp_path))

            monkeypatch.setattr(house.bus, "publish", then_somebody_writes)
            await house.visitors.forget(started.id)
        with pytest.raises(NotFound):
            await house.visitors.state(started.id)
