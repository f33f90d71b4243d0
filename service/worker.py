"""The worker: takes the oldest unprocessed message of each conversation, one at a time."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select

from service.core import Core
from service.errors import ServiceError
from service.turn import Turns
from service.views import TurnOutcome
from store.errors import StoreError
from store.models import InboxRow

log = structlog.get_logger("azimut.worker")
_POLL = 2.0  # seconds between looks at the inbox
_PATIENCE = timedelta(seconds=3)  # a younger message is being worked on by who took it in
_BACK_OFF = 1.0  # seconds after a failure


class Worker:
    """Drains conversations, each under its lock; several conversations at the same time."""

    def __init__(self, core: Core, turns: Turns) -> None:
        self._core = core
        self._turns = turns
        self._gate = asyncio.Semaphore(core.options.turns_at_once)
        self._draining: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._awaited: dict[int, asyncio.Future[TurnOutcome]] = {}

    def outcome(self, inbox_id: int, conversation_id: str) -> asyncio.Future[TurnOutcome]:
        """The outcome of a row that was just written; begins to work on it."""
        if inbox_id in self._awaited:
            return self._awaited[inbox_id]
        future: asyncio.Future[TurnOutcome] = asyncio.get_running_loop().create_future()
        self._awaited[inbox_id] = future
        future.add_done_callback(lambda _: self._awaited.pop(inbox_id, None))
        self.wake(conversation_id)
        return future

    def let_go(self, inbox_id: int) -> None:
        """Who asked has gone, or found the outcome in the database."""
        self._awaited.pop(inbox_id, None)

    def wake(self, conversation_id: str) -> None:
        """There is something to do in this conversation."""
        if conversation_id in self._draining:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._drain(conversation_id))
        self._draining[conversation_id] = task
        task.add_done_callback(lambda _: self._drained(conversation_id))

    async def run(self) -> None:
        """Until the house stops, look for messages that nobody works on: those that a crash
        left, and on PostgreSQL those of a process that died."""
        patience = timedelta(0)
        while not self._core.stopping.is_set():
            try:
                for conversation_id in await self._waiting(self._core.now() - patience):
                    self.wake(conversation_id)
            except Exception as error:  # whatever it is: the next look may go well
                log.warning("inbox not readable", reason=type(error).__name__)
            patience = _PATIENCE
            await self._core.rest(_POLL)

    async def stop(self) -> None:
        """Finish the turns under way."""
        if self._draining:
            await asyncio.wait(tuple(self._draining.values()), timeout=20)

    async def _waiting(self, received_before: datetime) -> list[str]:
        query = (
            select(InboxRow.conversation_id)
            .where(InboxRow.done_at.is_(None), InboxRow.received_at <= received_before)
            .group_by(InboxRow.conversation_id)
            .order_by(func.min(InboxRow.id))
            .limit(200)
        )
        async with self._core.read(brief=True) as session:
            return list(await session.scalars(query))

    async def _drain(self, conversation_id: str) -> None:
        async with self._gate:
            try:
                async with self._core.database.conversation(conversation_id):
                    await self._take_all(conversation_id)
            except (ServiceError, StoreError) as error:
                log.warning("turn postponed", reason=type(error).__name__)
                await self._core.rest(_BACK_OFF)
                self._again.add(conversation_id)

    async def _take_all(self, conversation_id: str) -> None:
        while not self._core.stopping.is_set():
            taken = await self._turns.take_next(conversation_id)
            if taken is None:
                return
            future = self._awaited.get(taken.inbox_id)
            if future is not None and not future.done():
                future.set_result(taken.outcome)
            if taken.last:
                return

    def _drained(self, conversation_id: str) -> None:
        task = self._draining.pop(conversation_id)
        if not task.cancelled() and task.exception() is not None:
            log.error("turn failed", reason=type(task.exception()).__name__)
        if conversation_id in self._again and not self._core.stopping.is_set():
            self._again.discard(conversation_id)
            self.wake(conversation_id)
