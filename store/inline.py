"""SQLite with asyncio, for brief work: statements run in the event loop's own thread.

A statement that finds its rows by a key takes 10 to 50 microseconds, less than waking another
thread, and a turn has a dozen. What waits for something else does not hold up the loop: a commit,
which waits for the disk, runs in a thread; while another process writes, the loop goes on and the
writer tries again.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

from store.sqlite import PRAGMAS

_AGAIN = 0.002  # seconds between two tries
_STATEMENTS = 256  # kept prepared by each connection
_DRIVER = "sqlite.inline"


class InlineDialect(SQLiteDialect_pysqlite):
    """Python's own driver, without a thread, under SQLAlchemy's asyncio."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[AsyncAdaptedQueuePool]:
        """Waiting for a connection does not hold up the loop."""
        return AsyncAdaptedQueuePool


registry.register(_DRIVER, __name__, InlineDialect.__name__)


def inline_engine(url: URL, pool_size: int, *, writes: bool) -> AsyncEngine:
    """An engine for brief transactions; one that writes takes the write lock at its begin."""
    commits = ThreadPoolExecutor(1, thread_name_prefix="commit")
    engine = create_async_engine(
        url.set(drivername=_DRIVER.replace(".", "+")),
        creator=lambda: _connected(url.database or ":memory:", commits),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,  # an error must not quote what a visitor wrote
    )

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        driver: sqlite3.Connection = connection.connection.driver_connection
        if writes:
            _begin_to_write(driver)
        else:
            driver.execute("BEGIN")

    return engine


class _Cursor(sqlite3.Cursor):
    """SQLAlchemy expects of asyncio's drivers that the rows are in memory by now, and hangs up.
    Ours come at once when they are asked for."""

    async def _async_soft_close(self) -> None:
        """Nothing to wait for."""


class _Connection(sqlite3.Connection):
    """A commit that wrote something waits for the disk in a thread."""

    commits: ThreadPoolExecutor
    written = 0  # changes at the last commit

    def cursor(self, *_: Any) -> _Cursor:  # type: ignore[override]
        return super().cursor(_Cursor)

    def commit(self) -> None:
        if self.total_changes == self.written:
            super().commit()
            return
        await_only(_in_thread(self.commits, super().commit))
        self.written = self.total_changes


async def _in_thread(thread: ThreadPoolExecutor, work: Callable[[], None]) -> None:
    """To its end, whatever becomes of who waits: a commit cannot be half done."""
    running = asyncio.get_running_loop().run_in_executor(thread, work)
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _connected(path: str, commits: ThreadPoolExecutor) -> sqlite3.Connection:
    connection: _Connection = sqlite3.connect(
        path,
        factory=_Connection,
        isolation_level=None,  # the driver's own BEGIN comes too late
        check_same_thread=False,
        cached_statements=_STATEMENTS,
    )
    connection.commits = commits
    for name, value in (PRAGMAS | {"busy_timeout": "0"}).items():  # we wait without holding up
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def _begin_to_write(connection: sqlite3.Connection) -> None:
    """Take the write lock. Raises sqlite3.OperationalError when it is not free in time."""
    until = time.monotonic() + int(PRAGMAS["busy_timeout"]) / 1000
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        await_only(asyncio.sleep(_AGAIN))
