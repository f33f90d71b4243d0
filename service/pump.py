"""Keeps the outbox flowing: a send begins as soon as there is something to send, and a slow one
holds up nobody but its own person."""

from __future__ import annotations

import asyncio

import structlog

from service.core import Core
from service.dispatch import AT_ONCE, Dispatcher
from service.events import DESK, Subscription

log = structlog.get_logger("azimut.outbox")
_POLL = 1.0  # seconds between looks when nothing happens


class Pump:
    """The background task of the dispatcher; one for each process."""

    def __init__(self, core: Core, dispatcher: Dispatcher) -> None:
        self._core = core
        self._dispatcher = dispatcher
        self._under_way: set[asyncio.Task[None]] = set()
        self._freed = asyncio.Event()

    async def run(self) -> None:
        """Until the house stops; then what is under way is finished."""
        with self._core.bus.listening(DESK) as ear:
            while not self._core.stopping.is_set():
                self._freed.clear()
                if not self._dispatcher.sends_anything:
                    await self._core.rest(_POLL)  # the web alone: an event means nothing to send
                elif not await self._begin():
                    await self._news(ear)
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def _begin(self) -> bool:
        """Begin what is due, as far as there is room; False when there is nothing."""
        room = AT_ONCE - len(self._under_way)
        try:
            ids = await self._dispatcher.take_due(room) if room > 0 else []
        except Exception as error:  # whatever it is: the next look may go well
            log.warning("outbox not readable", reason=type(error).__name__)
            ids = []
        for row_id in ids:
            task = asyncio.create_task(self._dispatcher.handle(row_id))
            self._under_way.add(task)
            task.add_done_callback(self._done)
        return bool(ids)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._freed.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("send failed", reason=type(task.exception()).__name__)

    async def _news(self, ear: Subscription) -> None:
        """Wait until something was written, a send has ended, or a while has passed."""
        waits = [
            asyncio.ensure_future(ear.get()),
            asyncio.ensure_future(self._freed.wait()),
            asyncio.ensure_future(self._core.rest(_POLL)),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
