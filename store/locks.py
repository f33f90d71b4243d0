"""One turn at a time for each conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine


class ConversationLocks(Protocol):
    """Whoever can hold the lock of a conversation."""

    def hold(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Wait for the lock and hold it."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class InProcessLocks:
    """An asyncio lock for each conversation that has one in use."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncIterator[None]:
        """Wait for the lock and hold it."""
        lock, users = self._locks.get(conversation_id, (asyncio.Lock(), 0))
        self._locks[conversation_id] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks[conversation_id]
            if users == 1:
                del self._locks[conversation_id]
            else:
                self._locks[conversation_id] = (lock, users - 1)

    async def close(self) -> None:
        """Nothing to let go."""


class PostgresLocks:
    """Advisory locks, so that several processes take turns; one connection for each in use.

    A process that dies loses its connection, and with it its locks.
    """

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(
            url, isolation_level="AUTOCOMMIT", pool_size=4, max_overflow=12
        )
        self._local = InProcessLocks()

    @asynccontextmanager
    async def hold(self, conversation_id: str) -> AsyncIterator[None]:
        """Wait for the lock and hold it. The local lock spares connections."""
        key = {"key": conversation_id}
        async with (
            self._local.hold(conversation_id),
            self._engine.connect() as connection,
        ):
            await connection.execute(
                text("SELECT pg_advisory_lock(hashtextextended(:key, 0))"), key
            )
            try:
                yield
            finally:
                await connection.execute(
                    text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))"), key
                )

    async def close(self) -> None:
        """Close the connections, which also frees the locks."""
        await self._engine.dispose()
