"""A database that is away is always told as such, whatever the driver raises."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

from store.database import Database, translated
from store.errors import Unavailable


@pytest.mark.parametrize(
    "raised",
    [
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.AdminShutdownError("terminating connection"),
        asyncpg.ConnectionDoesNotExistError("closed in the middle"),
        asyncpg.InterfaceError("connection is closed"),
        ConnectionRefusedError(),
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
