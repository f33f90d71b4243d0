"""Slow clients: who does not say in time what they want is hung up on.

aiohttp bounds how long a connection may be idle between two requests, but not how long a client
takes for its first headers or for a body. The proxy in front bounds both; this is for a service
that stands without one, and for clients that come past it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
IDLE = 75.0  # seconds between two requests of a connection; longer than nginx's 60


@dataclass(slots=True)
class SlowClients:
    """``note`` is a middleware, ``watch`` runs beside the server."""

    header_time: float = 20.0  # seconds from the connection to the end of its first headers
    body_time: float = 60.0  # seconds from the end of the headers to the end of the body
    look: float = 5.0  # seconds between two looks
    _since: dict[RequestHandler, float] = field(default_factory=dict)
    _heard: dict[RequestHandler, tuple[web.Request, float]] = field(default_factory=dict)

    @web.middleware
    async def note(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The headers of a request are there."""
        self._heard[request.protocol] = (request, _now())
        return await handler(request)

    async def watch(self, server: web.Server) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self.look)
            slow = self._slow(server.connections)
            for connection in slow:
                connection.force_close()
            if slow:
                log.info("slow clients", closed=len(slow))

    def _slow(self, connections: Iterable[RequestHandler]) -> list[RequestHandler]:
        now = _now()
        self._since = {one: self._since.get(one, now) for one in connections}
        self._heard = {one: self._heard[one] for one in self._since if one in self._heard}
        return [one for one in self._since if self._too_long(one, now)]

    def _too_long(self, connection: RequestHandler, now: float) -> bool:
        if connection not in self._heard:
            return now - self._since[connection] > self.header_time
        request, began = self._heard[connection]
        return not request.content.is_eof() and now - began > self.body_time


def _now() -> float:
    return asyncio.get_running_loop().time()
