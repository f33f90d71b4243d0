"""The door for Meta's webhooks: verify, check the signature, take in, commit, answer 200.

Nothing of a body is logged or kept. Whatever is signed is answered with 200, readable or not:
another answer would make Meta deliver it again for days, and then unsubscribe us.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiohttp import web

from channels.errors import BodyTooLarge, WrongSignature
from channels.graph.notifications import Notifications
from channels.graph.reports import Reports
from channels.graph.signature import HEADER, is_signed, looks_signed
from channels.graph.signs import Signs
from service.house import House

log = structlog.get_logger(__name__)
LARGEST_BODY = 3 * 1024 * 1024  # bytes; Meta's own limit for one notification
_CHUNK = 64 * 1024

Reader = Callable[[object, datetime], Notifications]


@dataclass(frozen=True, slots=True)
class Lock:
    """What proves that Meta calls."""

    app_secrets: Sequence[str]  # the newest first; older ones while they are changed
    verify_token: str


class Webhook:
    """The two handlers of one platform."""

    def __init__(
        self,
        house: House,
        channel: str,
        lock: Lock,
        read: Reader,
        reports: Reports,
        signs: Signs,
    ) -> None:
        self._house = house
        self._channel = channel
        self._lock = lock
        self._read = read
        self._reports = reports
        self._signs = signs

    def routes(self, path: str) -> list[web.RouteDef]:
        """GET to verify, POST to receive."""
        return [web.get(path, self.verify, allow_head=False), web.post(path, self.receive)]

    async def verify(self, request: web.Request) -> web.Response:
        """Meta asks, when the address is entered, whether we are who we say."""
        query = request.query
        given = query.get("hub.verify_token", "").encode()
        known = hmac.compare_digest(given, self._lock.verify_token.encode())
        if query.get("hub.mode") != "subscribe" or not known:
            raise web.HTTPForbidden
        return web.Response(text=query.get("hub.challenge", ""), content_type="text/plain")

    async def receive(self, request: web.Request) -> web.Response:
        """Take in one notification, with all that it holds. Raises Busy (Meta tries again)."""
        signature = request.headers.get(HEADER)
        body = await _raw(request) if looks_signed(signature) else b""
        if not body or not is_signed(body, signature, self._lock.app_secrets):
            log.warning("webhook.refused", channel=self._channel)
            raise WrongSignature("the signature is missing or wrong")
        told = self._read(_parsed(body), self._house.core.now())
        if told.messages:
            self._signs.taken_in(await self._house.inbox.accept_all(told.messages))
        await self._reports.pass_on(told)
        if told.ignored:
            log.info("webhook.ignored", channel=self._channel, what=sorted(set(told.ignored)))
        return web.Response(text="ok")


async def _raw(request: web.Request) -> bytes:
    """The body as it came. Raises BodyTooLarge."""
    parts = bytearray()
    while chunk := await request.content.read(_CHUNK):
        parts += chunk
        if len(parts) > LARGEST_BODY:
            raise BodyTooLarge(f"more than {LARGEST_BODY} bytes")
    return bytes(parts)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
