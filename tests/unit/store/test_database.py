"""The database: durable, locked, translated errors."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

import store.sqlite
from store.database import Database
from store.errors import Conflict, Unavailable
from store.locks import InProcessLocks
from store.migrate import upgrade
from store.models import SeenRow, SettingRow


async def test_pragmas(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    async with database.write() as session:
        found = {
            name: (await session.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    await database.close()


async def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    await upgrade(database)
    with pytest.raises(RuntimeError):
        async with database.write() as session:
            session.add(SettingRow(name="a", value=1))
            await session.flush()
            raise RuntimeError
    with pytest.raises(Conflict):
        async with database.write() as session:
            session.add_all([SettingRow(name="b", value=1)])
            await session.flush()
            await session.execute(text("INSERT INTO setting (name, value) VALUES ('b', '2')"))
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM setting"))).scalar() == 0
    await database.close()


async def test_a_locked_database_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(store.sqlite.PRAGMAS, "busy_timeout", "100")
    path = tmp_path / "a.sqlite3"
    database = Database(f"sqlite:///{path}")
    await upgrade(database)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        async with database.write():
            pass
    async with database.read() as session:  # readers never wait
        assert (await session.execute(text("SELECT count(*) FROM setting"))).scalar() == 0
    other.rollback()
    other.close()
    async with database.write() as session:
        session.add(SettingRow(name="a", value=1))
    await database.close()


async def test_times_are_aware_and_utc(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    await upgrade(database)
    east = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=1)))
    async with database.write() as session:
        session.add(SeenRow(hash="x", at=east))
    async with database.read() as session:
        row = await session.get(SeenRow, "x")
        assert row is not None
        assert row.at == east
        assert row.at.utcoffset() == timedelta(0)
    with pytest.raises(Exception, match="zone"):
        async with database.write() as session:
            session.add(SeenRow(hash="y", at=datetime(2026, 1, 1)))
    await database.close()


async def test_one_holder_at_a_time_and_no_leftovers() -> None:
    locks = InProcessLocks()
    inside = most = 0

    async def hold(name: str) -> None:
        nonlocal inside, most
        async with locks.hold(name):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1

    await asyncio.gather(*(hold("a") for _ in range(10)))
    assert most == 1
    assert locks._locks == {}


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        Database("mysql://localhost/x")
