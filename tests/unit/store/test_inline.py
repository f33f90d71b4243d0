"""Brief work with SQLite: as safe as the other kind, and it never holds up the loop."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

import store.sqlite
from store.database import Database
from store.errors import Unavailable
from store.inline import _in_thread
from store.migrate import upgrade
from store.models import SettingRow
from tests.support.waiting import PATIENCE


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    await upgrade(opened)
    yield opened
    await opened.close()


async def _count(database: Database) -> int:
    async with database.read(brief=True) as session:
        return int((await session.execute(text("SELECT count(*) FROM setting"))).scalar_one())


async def test_a_brief_commit_is_on_disk_like_any_other(database: Database) -> None:
    async with database.write(brief=True) as session:
        found = [
            (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert found == ["wal", 2, 1, 1]


async def test_a_brief_transaction_is_all_or_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.write(brief=True) as session:
            session.add(SettingRow(name="a", value=1))
            await session.flush()
            raise RuntimeError
    assert await _count(database) == 0
    async with database.write(brief=True) as session:
        session.add(SettingRow(name="a", value=1))
    async with database.read() as session:  # what one kind committed, the other sees
        assert (await session.execute(text("SELECT count(*) FROM setting"))).scalar() == 1


async def test_while_another_process_writes_the_loop_goes_on(database: Database) -> None:
    assert database.path is not None
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with database.write(brief=True) as session:
            session.add(SettingRow(name="a", value=1))

    writing = asyncio.create_task(write())
    for _ in range(100):
        await asyncio.sleep(0)
        assert await _count(database) == 0  # readers never wait
    assert not writing.done()
    other.rollback()
    other.close()
    await asyncio.wait_for(writing, 30)
    assert await _count(database) == 1


async def test_who_cannot_write_in_time_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(store.sqlite.PRAGMAS, "busy_timeout", "50")
    assert database.path is not None
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        async with database.write(brief=True):
            pass
    other.rollback()
    other.close()
    async with database.write(brief=True) as session:
        session.add(SettingRow(name="a", value=1))
    assert await _count(database) == 1


async def test_writers_of_both_kinds_take_turns(database: Database) -> None:
    async with database.write() as session:
        session.add(SettingRow(name="a", value=0))

    async def one_more(brief: bool) -> None:
        async with database.write(brief=brief) as session:
            row = await session.get(SettingRow, "a")
            assert row is not None
            await asyncio.sleep(0)
            row.value += 1

    await asyncio.gather(*(one_more(number % 2 == 0) for number in range(20)))
    async with database.read(brief=True) as session:
        row = await session.get(SettingRow, "a")
        assert row is not None
        assert row.value == 20


async def test_a_commit_under_way_is_ended_before_its_task(database: Database) -> None:
    """Whoever is cancelled while it waits for the disk: the next one finds all clean."""

    async def write(name: str) -> None:
        async with database.write(brief=True) as session:
            session.add(SettingRow(name=name, value=1))

    for number in range(10):
        task = asyncio.create_task(write(f"{number}"))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await write("last")
    async with database.read(brief=True) as session:
        assert await session.get(SettingRow, "last") is not None


async def test_who_is_cancelled_waits_for_the_commit_under_way() -> None:
    began, end = threading.Event(), threading.Event()

    def commit() -> None:
        began.set()
        end.wait(PATIENCE)

    with ThreadPoolExecutor(1) as thread:
        task = asyncio.create_task(_in_thread(thread, commit))
        try:
            await asyncio.to_thread(began.wait, PATIENCE)
            task.cancel()
            for _ in range(10):
                await asyncio.sleep(0)
            assert not task.done()
        finally:
            end.set()
        with pytest.raises(asyncio.CancelledError):
            await task
