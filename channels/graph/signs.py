"""Signs of life: a person sees that the message was read, and that somebody is writing.

A courtesy and no more. A sign leaves after the 200, once, with little patience, and is not missed
when it is lost. While a counsellor has the conversation nothing is said until he types.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from channels.errors import ChannelError
from channels.graph.client import GraphClient
from channels.graph.options import GraphOptions
from service.events import DESK, EventBus
from service.inbox import Accepted

log = structlog.get_logger(__name__)
Json = dict[str, Any]
PATIENCE = 5.0  # seconds for one request
PAUSE = 10.0  # seconds between two signs that a counsellor types; Meta shows one for 20 or more
MOST_AT_ONCE = 32  # requests under way; beyond, signs are left out
MOST_PEOPLE = 500  # whose last message is remembered
FRESH = 3600.0  # seconds; nobody waits for a sign any longer


@dataclass(slots=True)
class Whom:
    """Who last wrote in a conversation, and what. In memory only, and not for long."""

    account: str
    address: str
    message_id: str
    at: float  # of the loop's clock
    quiet_until: float = 0.0


MakeSigns = Callable[[Whom], Sequence[Json]]  # the requests of a platform


class Signs:
    """Sends them, for one platform."""

    def __init__(
        self, bus: EventBus, options: GraphOptions, client: GraphClient, make: MakeSigns
    ) -> None:
        self._bus = bus
        self._options = options
        self._client = client
        self._make = make
        self._last: OrderedDict[str, Whom] = OrderedDict()
        self._under_way: set[asyncio.Task[None]] = set()

    def taken_in(self, accepted: Iterable[Accepted]) -> None:
        """These messages came. One sign for each conversation that the bot has."""
        if not self._options.receipts:
            return
        now = asyncio.get_running_loop().time()
        newest = {one.conversation_id: one for one in accepted if one.message.kind != "call"}
        for conversation_id, one in newest.items():
            if conversation_id is None:
                continue
            message = one.message
            whom = Whom(message.account, message.address, message.platform_message_id, now)
            self._remember(conversation_id, whom)
            if one.owner == "bot":
                self._begin(whom)

    async def follow(self) -> None:
        """Pass on that a counsellor types; for as long as the service runs."""
        async for event in self._bus.subscribe(DESK):
            if event.kind == "forgotten":
                self._last.pop(event.conversation_id or "", None)
            elif event.kind == "typing" and event.data.get("by") == "counsellor":
                self._typed(event.conversation_id or "")

    async def close(self) -> None:
        """End what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _typed(self, conversation_id: str) -> None:
        whom, now = self._last.get(conversation_id), asyncio.get_running_loop().time()
        if whom is None or now >= whom.at + FRESH or now < whom.quiet_until:
            return
        whom.quiet_until = now + PAUSE
        self._begin(whom)

    def _remember(self, conversation_id: str, whom: Whom) -> None:
        self._last.pop(conversation_id, None)
        self._last[conversation_id] = whom
        if len(self._last) > MOST_PEOPLE:
            self._last.popitem(last=False)

    def _begin(self, whom: Whom) -> None:
        if len(self._under_way) < MOST_AT_ONCE:
            task = asyncio.create_task(self._send(whom))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _send(self, whom: Whom) -> None:
        token = self._options.token(whom.account) or ""
        try:
            for request in self._make(whom):
                await self._client.post(f"{whom.account}/messages", token, request)
        except ChannelError as error:
            log.info("sign.lost", reason=type(error).__name__)
        except Exception as error:  # a mistake of ours: nobody awaits this task
            log.error("sign.failed", error=type(error).__name__)
