"""LISTEN and NOTIFY: what one process tells the others over PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

import asyncpg
import structlog
from sqlalchemy.engine import URL

log = structlog.get_logger("azimut.notify")
CHANNEL = "azimut"
_LONGEST = 7900  # bytes; PostgreSQL refuses 8000
_RECONNECT = 1.0  # seconds between tries
_BACKLOG = 10_000  # messages kept while the connection is away
_IDLE = 5.0  # seconds without a message, then the connection is tried
_AWAY = (OSError, asyncio.TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

Receive = Callable[[str, dict[str, Any]], None]


class Notifications:
    """Carries small JSON messages between processes. Best effort: who listens reads the database
    again after ``on_gap``, which is called when messages may have been missed."""

    def __init__(self, url: URL, receive: Receive, on_gap: Callable[[], None]) -> None:
        self._url = url
        self._receive = receive
        self._on_gap = on_gap
        self._me = secrets.token_hex(4)
        self._outgoing: asyncio.Queue[str | None] = asyncio.Queue(_BACKLOG)  # None: wake up
        self._stopping = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen and send, until ``stop``; returns when the first connection stands."""
        self._work = asyncio.create_task(self._run(await self._connect()))

    async def stop(self) -> None:
        """Send what is left, then hang up."""
        self._stopping.set()
        self._put(None)
        if self._work is not None:
            await self._work

    async def send(self, topic: str, message: dict[str, Any]) -> None:
        """Tell the others. Never waits for the database."""
        text = json.dumps([self._me, topic, message])
        if len(text.encode()) > _LONGEST:
            log.error("notification too long", topic=topic.partition(":")[0])
            return
        self._put(text)

    def _put(self, text: str | None) -> None:
        if self._outgoing.full():
            self._outgoing.get_nowait()
        self._outgoing.put_nowait(text)

    async def _run(self, connection: Any) -> None:
        while True:
            try:
                await self._send_all(connection)
                await connection.close(timeout=5)
                return
            except _AWAY as error:
                log.warning("notifications interrupted", reason=type(error).__name__)
            connection.terminate()
            again = await self._again()
            if again is None:
                return
            connection = again
            self._on_gap()

    async def _send_all(self, connection: Any) -> None:
        while not (self._stopping.is_set() and self._outgoing.empty()):
            try:
                text = await asyncio.wait_for(self._outgoing.get(), _IDLE)
            except asyncio.TimeoutError:
                await connection.execute("SELECT 1")  # is anybody there?
                continue
            if text is not None:
                await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, text)

    async def _again(self) -> Any:
        while not self._stopping.is_set():
            await asyncio.sleep(_RECONNECT)
            try:
                return await self._connect()
            except _AWAY:
                continue
        return None

    async def _connect(self) -> Any:
        query = {name: value for name, value in self._url.query.items() if name != "host"}
        connection = await asyncpg.connect(
            host=self._url.query.get("host") or self._url.host,
            port=self._url.port,
            user=self._url.username,
            password=self._url.password,
            database=self._url.database,
            ssl=query.get("ssl"),
        )
        await connection.add_listener(CHANNEL, self._heard)
        return connection

    def _heard(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        sender, topic, message = json.loads(payload)
        if sender != self._me:
            self._receive(topic, message)
