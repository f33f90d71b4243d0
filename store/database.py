"""The database: SQLite in a file by default, the same code on PostgreSQL.

``read()`` gives a consistent snapshot, ``write()`` one transaction that commits at its end.
``brief=True`` promises that every statement finds a few rows by a key: on SQLite such statements
run in the event loop's thread (decision 10), all others in threads of their own.
On SQLite a writer takes the write lock at once (BEGIN IMMEDIATE), so that nothing read in the
transaction can be stale, and a commit survives a power cut (WAL with synchronous=FULL).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from store.errors import Conflict, Unavailable
from store.inline import inline_engine
from store.locks import ConversationLocks, InProcessLocks, PostgresLocks
from store.sqlite import sqlite_engine

# PostgreSQL undid a transaction that stood in another's way: a deadlock, a serialisation failure.
_OVERTAKEN = frozenset({"40P01", "40001"})
_WRITER_PATIENCE = 30.0  # seconds that a writer waits for those before it
# Classes of PostgreSQL's codes that say that it is not there, stops, starts, or has no room.
_AWAY = frozenset({"08", "53", "57", "58"})
_LOCKED = "55P03"  # a lock that was wanted without waiting
# What SQLite says of itself, which quotes nothing that was written: told as it is, for the log.
_PLAIN = (
    "database is locked", "database or disk is full", "disk I/O error",
    "unable to open database file", "readonly database", "disk image is malformed",
)  # fmt: skip


class Database:
    """One database. Make it once, ``close`` it at the end."""

    def __init__(self, url: str | URL, *, pool_size: int = 8) -> None:
        self.url = _async_url(make_url(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.reader = sqlite_engine(self.url, "BEGIN", pool_size)
            self.writer = sqlite_engine(self.url, "BEGIN IMMEDIATE", 1)
            self.brief_reader = inline_engine(self.url, pool_size, writes=False)
            self.brief_writer = inline_engine(self.url, 1, writes=True)
            self._locks: ConversationLocks = InProcessLocks()
        else:
            self.reader = self.writer = create_async_engine(
                self.url,
                pool_size=pool_size,
                max_overflow=4,
                pool_pre_ping=True,
                hide_parameters=True,  # an error must not quote what a visitor wrote
            )
            self.brief_reader = self.brief_writer = self.reader
            self._locks = PostgresLocks(self.url)
        self._writing = asyncio.Lock()  # of SQLite: its writers here take turns

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @asynccontextmanager
    async def read(self, *, brief: bool = False) -> AsyncIterator[AsyncSession]:
        """A snapshot to read from. Raises Unavailable."""
        engine = self.brief_reader if brief else self.reader
        with translated():
            async with self._session(engine) as session:
                yield session

    @asynccontextmanager
    async def write(self, *, brief: bool = False) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, undone when it raises.

        Raises Unavailable, Conflict.
        """
        engine = self.brief_writer if brief else self.writer
        with translated():
            async with self._turn_to_write(), self._session(engine) as session, session.begin():
                await session.connection()  # takes SQLite's write lock now
                yield session

    @asynccontextmanager
    async def conversation(self, conversation_id: str) -> AsyncIterator[None]:
        """Hold the lock of a conversation: one turn at a time, over all processes on PostgreSQL.

        On SQLite it holds within the process, which is meant to be the only writer; a second
        one is caught by the conversation's version. Raises Unavailable.
        """
        with translated():
            async with self._locks.hold(conversation_id):
                yield

    async def close(self) -> None:
        """Close all connections."""
        await self._locks.close()
        for engine in {self.writer, self.reader, self.brief_writer, self.brief_reader}:
            await engine.dispose()

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        session = AsyncSession(engine, expire_on_commit=False)
        if not self.is_sqlite or engine in (self.reader, self.writer):
            async with session:  # which closes it in a task of its own, whoever is cancelled
                yield session
            return
        try:
            yield session
        finally:
            await session.close()  # without a pause: nobody can come between

    @asynccontextmanager
    async def _turn_to_write(self) -> AsyncIterator[None]:
        """SQLite has one writer at a time; those of this process need not find that out there."""
        if not self.is_sqlite:
            yield
            return
        if self._writing.locked():
            try:
                await asyncio.wait_for(self._writing.acquire(), _WRITER_PATIENCE)
            except asyncio.TimeoutError:
                raise Unavailable("other writers take too long") from None
        else:
            await self._writing.acquire()
        try:
            yield
        finally:
            self._writing.release()


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into the store's."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(str(error.orig)) from error
    except (
        OperationalError,
        InterfaceError,
        PoolTimeout,
        sqlite3.OperationalError,
        OSError,
        asyncio.TimeoutError,  # a host that swallows what is sent to it
    ) as error:
        raise Unavailable(_why(error)) from error
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or ""
        if state in _OVERTAKEN:
            raise Conflict("overtaken by another transaction") from error
        away = error.connection_invalidated or state[:2] in _AWAY or state == _LOCKED
        if not away:
            raise
        raise Unavailable(_why(error)) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # While a connection is made, the driver's own errors come through as they are.
        raise Unavailable(type(error).__name__) from error


def _why(error: BaseException) -> str:
    """SQLite's own words where they are known; else the kind of error."""
    cause = getattr(error, "orig", None) or error
    said = str(cause) if isinstance(cause, sqlite3.Error) else ""
    kind = type(cause.__cause__ or cause).__name__  # SQLAlchemy wraps asyncpg's in its own
    return next((words for words in _PLAIN if words in said), kind)


def _async_url(url: URL) -> URL:
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    backend = url.get_backend_name()
    if backend not in drivers:
        raise ValueError(f"database {backend!r} is not supported: use sqlite or postgresql")
    return url.set(drivername=drivers[backend])
