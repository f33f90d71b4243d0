"""The house: the one object that channels, desk and application use.

    house = await open_house(database_url, engine, keys)
    await house.start()
    started = await house.visitors.start("fr")
    outcome = await house.visitors.say(started.id, text="...")

Each attribute is a small service of its own; see its module.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from service.agenda import Agenda
from service.alarms import Alarms
from service.appointments import Appointments
from service.audit import Audit
from service.canned import CannedReplies
from service.core import Core
from service.dispatch import Dispatcher
from service.elsewhere import Elsewhere
from service.events import Event, EventBus
from service.gaps import Gaps
from service.handover import Handover
from service.inbox import Inbox
from service.keeping import Keeping
from service.keys import Keys
from service.learning.learning import Learning
from service.left_messages import LeftMessages
from service.options import Clock, HouseOptions, system_clock
from service.outbox import Outbox
from service.people import People
from service.presence import PresenceBoard
from service.pump import Pump
from service.settings import Settings
from service.signin import SignIn
from service.snapshot import Surroundings
from service.statistics import Statistics
from service.throttle import CodeThrottle
from service.turn import Turns
from service.types import Engine, Json
from service.visitors import Visitors
from service.worker import Worker
from store.database import Database
from store.migrate import upgrade
from store.notify import Notifications

log = structlog.get_logger("azimut.house")
_PATIENCE = 10.0  # seconds for background work to end by itself


class House:
    """Built by ``open_house``; ``start`` begins the background work, ``stop`` ends it."""

    def __init__(self, core: Core, engine: Engine) -> None:
        throttle = CodeThrottle(core.clock)
        self.core = core
        self.engine = engine
        self.bus: EventBus = core.bus
        self.settings = Settings(core)
        self.alarms = Alarms(core)
        self.audit = Audit(core)
        surroundings = Surroundings(core, throttle)
        turns = Turns(core, engine, self.settings, surroundings, self.alarms)
        self._worker = Worker(core, turns)
        self._background: list[asyncio.Task[None]] = []
        self._notifications: Notifications | None = None

        # Visitors.
        self.visitors = Visitors(core, self.settings, self._worker)
        self.inbox = Inbox(core, self._worker)  # platforms: accept
        self.elsewhere = Elsewhere(core)  # platforms: a human answered outside Azimut
        self.outbox = Outbox(core)  # platforms: register a Sender, report a status
        self.dispatcher = Dispatcher(core, self.outbox, self.alarms)
        self.appointments = Appointments(core, self.settings, throttle)  # by code; slots

        # The desk.
        self.people = People(core)
        self.sign_in = SignIn(core)
        self.presence = PresenceBoard(core, self.settings)
        self.handover = Handover(core, self.settings)
        self.agenda = Agenda(core, self.settings)
        self.canned = CannedReplies(core)
        self.left_messages = LeftMessages(core)
        self.gaps = Gaps(core)
        self.learning = Learning(core, self.gaps, self.people)
        self.statistics = Statistics(core)
        self.keeping = Keeping(core, self.settings)  # sweep, purge, backup

    async def start(self) -> None:
        """Begin: take the turns of messages that a crash left, send what is due."""
        await self.dispatcher.recover()
        if not self.core.database.is_sqlite:
            await self._join_processes()
        self._begin(self._worker.run())
        self._begin(Pump(self.core, self.dispatcher).run())

    async def stop(self) -> None:
        """Finish the turns and sends under way, then close the database."""
        self.core.stopping.set()
        await self.learning.trials.stop()
        await self._worker.stop()
        if self._background:
            _, late = await asyncio.wait(self._background, timeout=_PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._notifications is not None:
            await self._notifications.stop()
        await self.core.database.close()

    async def _join_processes(self) -> None:
        """Share events with the other processes on the same PostgreSQL."""

        def receive(topic: str, message: Json) -> None:
            self.bus.deliver(topic, Event(**message))

        notifications = Notifications(self.core.database.url, receive, self.bus.gap)
        await notifications.start()

        async def bridge(topic: str, event: Event) -> None:
            await notifications.send(topic, event.to_json())

        self._notifications, self.bus.bridge = notifications, bridge

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._background.append(asyncio.create_task(work))


async def open_house(
    database_url: str,
    engine: Engine,
    keys: Keys,
    *,
    options: HouseOptions | None = None,
    clock: Clock = system_clock,
) -> House:
    """A house on a database, which is created or migrated first."""
    database = Database(database_url)
    await upgrade(database)
    return House(Core(database, keys, options or HouseOptions(), clock), engine)
