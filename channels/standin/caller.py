"""Sends webhooks as Meta does: signed over the raw bytes, again until they are taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import aiohttp

from channels.graph.reading import identifier, rows, table
from channels.graph.signature import HEADER, sign

Json = dict[str, Any]


class Caller:
    """``address`` is the whole address of the webhook."""

    def __init__(self, address: str, app_secret: str, *, tries: int = 1, pause: float = 0.5):
        self.delivered: set[str] = set()  # messages (WhatsApp) and writers (Messenger) so far
        self._address = address
        self._secret = app_secret
        self._tries = tries
        self._pause = pause
        self._session: aiohttp.ClientSession | None = None

    async def call(self, payload: Json) -> int:
        """Deliver one notification; the status of the last try, 0 when nobody is there."""
        # As Meta does: everything beyond ASCII, and slashes, escaped.
        body = json.dumps(payload).replace("/", "\\/").encode()
        return await self.call_raw(body, sign(body, self._secret))

    async def call_raw(self, body: bytes, signature: str | None) -> int:
        """Deliver bytes with a signature."""
        self.delivered.update(_what_can_be_read(body))
        status = 0
        for attempt in range(self._tries):
            if attempt:
                await asyncio.sleep(self._pause)
            status = await self._once(body, signature)
            if status == 200:
                break
        return status

    async def verify(self, token: str, challenge: str = "1158201444") -> tuple[int, str]:
        """The handshake when an address is entered."""
        query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": challenge}
        async with self._open().get(self._address, params=query) as response:
            return response.status, await response.text()

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _once(self, body: bytes, signature: str | None) -> int:
        headers = {"Content-Type": "application/json"}
        if signature is not None:
            headers[HEADER] = signature
        try:
            async with self._open().post(
                self._address, data=BytesIO(body), headers=headers
            ) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, OSError):
            return 0

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        return self._session


def _what_can_be_read(body: bytes) -> Iterator[str]:
    """What a sign of life may name: ids of messages, or those who wrote them."""
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError):
        return
    for entry in map(table, rows(table(whole).get("entry"))):
        for change in map(table, rows(entry.get("changes"))):
            for message in rows(table(change.get("value")).get("messages")):
                yield identifier(table(message).get("id"))
        for event in rows(entry.get("messaging")):
            yield identifier(table(table(event).get("sender")).get("id"))
