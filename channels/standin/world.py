"""A whole small world: the stand-in, and people who write and read, against one webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from channels.standin.account import Account
from channels.standin.caller import Caller
from channels.standin.faults import Fault
from channels.standin.messenger_events import MessengerEvents
from channels.standin.server import Sent, StandIn
from channels.standin.whatsapp_events import WhatsAppEvents

Json = dict[str, Any]
Clock = Callable[[], datetime]


def _machine_clock() -> datetime:
    return datetime.now(timezone.utc)


class World:
    """``address`` is the webhook's. With ``reports`` every send is followed by its statuses
    (WhatsApp) or its echo, delivery and reading (Messenger)."""

    def __init__(
        self,
        account: Account,
        address: str,
        *,
        clock: Clock = _machine_clock,
        reports: bool = True,
        tries: int = 1,
    ) -> None:
        self.account = account
        self.caller = Caller(address, account.app_secret, tries=tries)
        self.graph = StandIn(account, clock=clock, on_sent=self._report)
        self.graph.webhook = address
        self.graph.delivered = self.caller.delivered
        self.whatsapp = WhatsAppEvents(account, clock)
        self.messenger = MessengerEvents(account, clock)
        self._clock = clock
        self.reports = reports
        self.heard: asyncio.Queue[Sent] = asyncio.Queue()  # what people see, as it comes

    async def write(self, person: str, body: str) -> int:
        """Somebody writes words; the status of the webhook."""
        return await self.happen(person, self.events.text(person, body))

    async def pick(self, person: str, choice: str, title: str) -> int:
        """Somebody taps a choice."""
        return await self.happen(person, self.events.picked(person, choice, title))

    async def happen(self, person: str, notification: Json) -> int:
        """Deliver a notification of something that this person did."""
        self.graph.last_written[person] = self._clock()
        return await self.caller.call(notification)

    @property
    def events(self) -> WhatsAppEvents | MessengerEvents:
        """The maker of this platform's notifications."""
        return self.whatsapp if self.account.platform == "whatsapp" else self.messenger

    async def close(self) -> None:
        """End."""
        await self.graph.stop()
        await self.caller.close()

    async def _report(self, sent: Sent, fault: Fault) -> None:
        self.heard.put_nowait(sent)
        if not self.reports:
            return
        for notification in self._reports_of(sent, fault):
            await self.caller.call(notification)

    def _reports_of(self, sent: Sent, fault: Fault) -> list[Json]:
        if self.account.platform == "messenger":
            told = replace(self.messenger, page=sent.account)
            return [told.echo(sent), told.delivered(sent), told.read(sent.person)]
        number = replace(self.whatsapp, number=sent.account)
        if fault is Fault.LATER_FAILURE:
            return [number.status(sent, "failed", 131016)]
        return [number.status(sent, name) for name in ("sent", "delivered", "read")]
