"""SQLite with asyncio, for work that may take long: in a thread of its own for each connection.

The driver (aiosqlite) goes to its thread and back four times for a statement (cursor, execute,
fetch, close); each trip wakes two threads, which costs more than the statement. Here all four are
one. Brief work needs no trip at all: see store/inline.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import aiosqlite
from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",  # deleted text is overwritten with zeros
    "busy_timeout": "15000",  # milliseconds; another process may be writing
    "temp_store": "MEMORY",
}


def sqlite_engine(url: URL, begin: str, pool_size: int) -> AsyncEngine:
    """An engine whose transactions begin with ``begin``."""
    engine = create_async_engine(
        url,
        async_creator=lambda: _connection(url.database or ":memory:"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,  # an error must not quote what a visitor wrote
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for name, value in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _connection(path: str) -> OneTripConnection:
    # The driver's own BEGIN comes too late (before the first write): we send ours.
    connection = OneTripConnection(lambda: sqlite3.connect(path, isolation_level=None), 64)
    connection._thread.daemon = True  # as SQLAlchemy does: it must not hold up the end
    return connection


class OneTripConnection(aiosqlite.Connection):
    """aiosqlite's connection with quicker cursors."""

    async def cursor(self) -> OneTripCursor:  # type: ignore[override]
        """A cursor that exists on our side only."""
        return OneTripCursor(self)

    async def run(self, work: Callable[..., None], *arguments: object) -> None:
        """Work in the connection's thread."""
        await self._execute(work, *arguments)  # type: ignore[no-untyped-call]


class OneTripCursor:
    """What SQLAlchemy asks of a driver's cursor; a statement's rows come with it."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.lastrowid: int | None = None
        self.rowcount = -1

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """One statement."""
        await self._connection.run(self._run, "execute", statement, values)

    async def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        """One statement for each of the values."""
        await self._connection.run(self._run, "executemany", statement, values)

    async def fetchall(self) -> list[Any]:
        """The rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""

    def _run(self, how: str, statement: str, values: Any) -> None:
        """In the connection's thread."""
        cursor = self._connection._conn.cursor()
        try:
            getattr(cursor, how)(statement, values)
            self.description = cursor.description
            self.lastrowid, self.rowcount = cursor.lastrowid, cursor.rowcount
            self._rows = cursor.fetchall() if cursor.description else []
        finally:
            cursor.close()
