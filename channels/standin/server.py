"""The server that plays the Graph API for one platform."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from aiohttp import web

from channels.standin import messenger_rules, whatsapp_rules
from channels.standin.account import VERSION, Account
from channels.standin.faults import Fault
from channels.standin.nodes import answer_about
from channels.standin.refusal import Refusal

Json = dict[str, Any]
_WINDOW = timedelta(hours=24)
_TAGGED_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the person has received (or will)."""

    id: str
    account: str
    person: str
    request: Json

    @property
    def opaque(self) -> str | None:
        """What the sender wants to see again in the reports."""
        message = self.request.get("message", {})
        found = self.request.get("biz_opaque_callback_data") or message.get("metadata")
        return str(found) if found is not None else None


OnSent = Callable[[Sent, Fault], Awaitable[None]]


class StandIn:
    """``sent`` is what people received, ``signs`` what they saw beside it (read, writing),
    ``refused`` what broke a rule. ``faults`` is what to do to the next messages, ``sign_fault``
    to every sign. Time runs by ``clock``."""

    def __init__(
        self,
        account: Account,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        on_sent: OnSent | None = None,
    ) -> None:
        self.account = account
        self.sent: list[Sent] = []
        self.refused: list[Refusal] = []
        self.faults: deque[Fault] = deque()
        self.signs: list[Json] = []
        self.sign_fault = Fault.NONE
        self.last_written: dict[str, datetime] = {}  # by person: the 24-hour window
        self.delivered: set[str] = set()  # what a sign may name: see Caller
        self.mistakes: dict[str, Json] = {}  # what a GET of a path says instead
        self.requests = 0
        self.url = ""
        self.webhook = ""  # the address that the app has been given
        self._clock = clock
        self._on_sent = on_sent
        self._runner: web.AppRunner | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = asyncio.Event()

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """Listen; gives the address for ``..._GRAPH_URL``."""
        app = web.Application()
        app.router.add_post("/{version}/{account}/messages", self._receive)
        app.router.add_get("/{version}/{path:.+}", self._about)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self.url

    async def stop(self) -> None:
        """End, with everything under way."""
        self._stopped.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        body = await request.json()
        if whatsapp_rules.is_receipt(body) or messenger_rules.is_action(body):
            return await self._see(request, body)
        fault = self.faults.popleft() if self.faults else Fault.NONE
        try:
            self._check_caller(request)
            if fault is Fault.CUT:
                return _cut(request)
            _refuse(fault)
            sent = self._take(request.match_info["account"], body)
        except Refusal as refusal:
            if fault is Fault.NONE:
                self.refused.append(refusal)
            headers = {"Retry-After": "1"} if refusal.status == 429 else {}
            return web.json_response(refusal.body, status=refusal.status, headers=headers)
        self._tell(sent, fault)
        if fault is Fault.BROKEN_GATEWAY:
            return web.Response(status=502, text="<html>Bad gateway</html>")
        if fault is Fault.SILENCE:
            await self._stopped.wait()
        return web.json_response(self._accepted(sent))

    async def _see(self, request: web.Request, body: Json) -> web.StreamResponse:
        """Read, and writing."""
        try:
            self._check_caller(request)
            _refuse(self.sign_fault)
            if self.sign_fault is Fault.SILENCE:
                await self._stopped.wait()
            self._check_sign(body)
        except Refusal as refusal:
            if self.sign_fault is Fault.NONE:
                self.refused.append(refusal)
            return web.json_response(refusal.body, status=refusal.status)
        self.signs.append(body)
        return web.json_response({"success": True})

    def _check_sign(self, body: Json) -> None:
        """Raises Refusal."""
        check = (
            whatsapp_rules.check_receipt
            if self.account.platform == "whatsapp"
            else messenger_rules.check_action
        )
        if check(body) not in self.delivered:
            raise Refusal(100, "no such message, or nobody who wrote")

    def _token_for(self, path: str) -> str:
        if path == "debug_token" or path.endswith("/subscriptions"):
            return self.account.app_token
        node = path.partition("/")[0]
        return self.account.token_of(node if node in self.account.ids else self.account.ids[0])

    def _check_caller(self, request: web.Request, token: str | None = None) -> None:
        account = self.account
        token = token or account.token_of(request.match_info["account"])
        if request.match_info["version"] != VERSION:
            raise Refusal(2635, "You are calling a deprecated version")
        if request.match_info.get("account", account.ids[0]) not in account.ids:
            raise Refusal(100, "Unsupported post request. Object does not exist", subcode=33)
        if request.headers.get("Authorization") != f"Bearer {token}":
            raise Refusal(190, "Invalid OAuth access token", status=401)
        proof = hmac.new(account.app_secret.encode(), token.encode(), hashlib.sha256)
        if request.query.get("appsecret_proof") != proof.hexdigest():
            raise Refusal(100, "Invalid appsecret_proof provided in the API argument")

    def _take(self, number: str, body: Json) -> Sent:
        """Check and accept. Raises Refusal."""
        if self.account.platform == "whatsapp":
            name = self.account.template
            person = whatsapp_rules.check_message(body, {(name, "fr"), (name, "nl")})
            self._check_window(person, 131047, free=body.get("type") == "template")
        else:
            person, tagged = messenger_rules.check_message(body)
            self._check_window(person, 10, tagged=tagged)
        prefix = "wamid." if self.account.platform == "whatsapp" else "m_"
        sent = Sent(f"{prefix}OUT{len(self.sent):08d}", number, person, body)
        self.sent.append(sent)
        return sent

    def _check_window(
        self, person: str, code: int, *, free: bool = False, tagged: bool = False
    ) -> None:
        since = self.last_written.get(person)
        length = _TAGGED_WINDOW if tagged else _WINDOW
        if not free and (since is None or self._clock() - since > length):
            raise Refusal(
                code, "outside the allowed window", subcode=2018278 if code == 10 else None
            )

    def _accepted(self, sent: Sent) -> Json:
        if self.account.platform == "messenger":
            return {"recipient_id": sent.person, "message_id": sent.id}
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": sent.person, "user_id": sent.person}],
            "messages": [{"id": sent.id, "message_status": "accepted"}],
        }

    def _tell(self, sent: Sent, fault: Fault) -> None:
        if self._on_sent is not None:
            task = asyncio.ensure_future(self._on_sent(sent, fault))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _about(self, request: web.Request) -> web.Response:
        """What ``azimut channels check`` asks."""
        try:
            path = request.match_info["path"]
            self._check_caller(request, self._token_for(path))
            found = self.mistakes.get(path) or answer_about(
                self.account, path, dict(request.query), self.webhook
            )
        except Refusal as refusal:
            return web.json_response(refusal.body, status=refusal.status)
        return web.json_response(found)


def _refuse(fault: Fault) -> None:
    """Raises the Refusal of a fault that refuses."""
    refusals = {
        Fault.TOO_FAST: Refusal(130429, "Rate limit hit", status=429),
        Fault.PAIR_RATE: Refusal(131056, "too many messages to one person", status=429),
        Fault.SERVER_ERROR: Refusal(131000, "Something went wrong", status=500),
        Fault.BAD_TOKEN: Refusal(190, "The token has expired", status=401),
    }
    if fault in refusals:
        raise refusals[fault]


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
