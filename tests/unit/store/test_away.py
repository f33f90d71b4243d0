"""A database that is away is always told as such, whatever the driver raises."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from store.database import Database, translated
from store.errors import Unavailable
from store.notify import Notifications
from tests.support.waiting import until


@pytest.mark.parametrize(
    "raised",
    [
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.AdminShutdownError("terminating connection"),
        asyncpg.ConnectionDoesNotExistError("closed in the middle"),
        asyncpg.InterfaceError("connection is closed"),
        ConnectionRefusedError(),
        asyncio.TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_of_the_driver_itself_mean_away(raised: Exception) -> None:
    with pytest.raises(Unavailable), translated():
        raise raised


async def test_the_reason_is_told_in_words_that_quote_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'azimut.db'}")
    with pytest.raises(Unavailable, match=r"^unable to open database file$"):
        async with database.read(brief=True) as session:
            await session.execute(text("SELECT 1"))
    await database.close()
    for said, told in (
        ("database is locked", "database is locked"),
        ("no such column: zwierigekwartel", "OperationalError"),
    ):
        with pytest.raises(Unavailable, match=f"^{told}$"), translated():
            raise sqlite3.OperationalError(said)


async def test_nobody_listens(tmp_path: Path) -> None:
    """For reading, writing and locking alike."""
    database = Database(f"postgresql://azimut@/azimut?host={tmp_path}")
    with pytest.raises(Unavailable):
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
    with pytest.raises(Unavailable):
        async with database.write() as session:
            await session.execute(text("SELECT 1"))
    with pytest.raises(Unavailable):
        async with database.conversation("any"):
            pass
    await database.close()


class _LockedError(Exception):
    """As the driver tells of a lock that was wanted without waiting."""

    sqlstate = "55P03"


def test_a_table_that_somebody_writes_is_busy() -> None:
    with pytest.raises(Unavailable), translated():
        raise DBAPIError("LOCK TABLE a NOWAIT", {}, _LockedError())


class _Line:
    """A connection to PostgreSQL that keeps what it is given."""

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken
        self.heard: list[str] = []

    async def execute(self, _statement: str, *values: str) -> None:
        if self.broken:
            raise asyncpg.ConnectionDoesNotExistError("gone")
        self.heard += values[1:]

    async def close(self, timeout: float) -> None:
        """Nothing to close."""

    def terminate(self) -> None:
        """Nothing to end."""


async def test_notifications_outlive_a_host_that_swallows_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To connect again takes until the driver gives up; the next try may go well."""
    monkeypatch.setattr("store.notify._RECONNECT", 0.0)
    good = _Line()
    gaps: list[int] = []
    tries: Iterator[_Line | Exception] = iter((_Line(broken=True), asyncio.TimeoutError(), good))

    async def connect(_: Notifications) -> _Line:
        found = next(tries)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(Notifications, "_connect", connect)
    there = Notifications(make_url("postgresql://h/d"), lambda *_: None, lambda: gaps.append(1))
    await there.start()
    await there.send("desk", {"n": 1})

    async def again() -> bool:
        return bool(gaps)

    await until(again)
    await there.send("desk", {"n": 2})
    await there.stop()
    assert '{"n": 2}' in "".join(good.heard)
