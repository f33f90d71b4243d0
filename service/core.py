"""What every service of the house needs: database, keys, clock, bus, options."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.errors import Busy
from service.events import EventBus
from service.keys import Keys
from service.options import Clock, HouseOptions, system_clock
from store.database import Database
from store.errors import Unavailable


@dataclass(slots=True)
class Core:
    """Shared by the services; nothing else is."""

    database: Database
    keys: Keys
    options: HouseOptions = field(default_factory=HouseOptions)
    clock: Clock = system_clock
    bus: EventBus = field(default_factory=EventBus)

    def now(self) -> datetime:
        """The present moment, UTC."""
        return self.clock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A snapshot of the database. Raises Busy."""
        try:
            async with self.database.read() as session:
                yield session
        except Unavailable as error:
            raise Busy(str(error)) from error

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction. Raises Busy, store.errors.Conflict."""
        try:
            async with self.database.write() as session:
                yield session
        except Unavailable as error:
            raise Busy(str(error)) from error
