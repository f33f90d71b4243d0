"""What every service of the house needs: database, keys, clock, bus, options."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from service.errors import Busy
from service.events import EventBus
from service.keys import Keys
from service.options import Clock, HouseOptions, system_clock
from service.windows import BY_HAND
from store.database import Database
from store.errors import Unavailable

log = structlog.get_logger("azimut.database")


@dataclass(slots=True)
class Core:
    """Shared by the services; nothing else is."""

    database: Database
    keys: Keys
    options: HouseOptions = field(default_factory=HouseOptions)
    clock: Clock = system_clock
    bus: EventBus = field(default_factory=EventBus)
    by_hand: dict[str, timedelta] = field(default_factory=lambda: dict(BY_HAND))
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> datetime:
        """The present moment, UTC."""
        return self.clock()

    async def rest(self, seconds: float) -> None:
        """Sleep in background work, but not past the end of the house."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    @asynccontextmanager
    async def read(self, *, brief: bool = False) -> AsyncIterator[AsyncSession]:
        """A snapshot of the database; ``brief``: for a few rows by key. Raises Busy."""
        try:
            async with self.database.read(brief=brief) as session:
                yield session
        except Unavailable as error:
            raise _busy(error) from error

    @asynccontextmanager
    async def write(self, *, brief: bool = False) -> AsyncIterator[AsyncSession]:
        """One transaction; ``brief``: for a few rows by key. Raises Busy, store.errors.Conflict."""
        try:
            async with self.database.write(brief=brief) as session:
                yield session
        except Unavailable as error:
            raise _busy(error) from error


def _busy(error: Unavailable) -> Busy:
    """Told to the visitor in their language, and to the operator with its reason."""
    log.warning("database unavailable", reason=str(error))
    return Busy(str(error))
