"""A whole house for tests, on a new SQLite file (or any database), with a clock to turn."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher

import service.passwords
from service.house import House, open_house
from service.keys import Keys
from service.options import HouseOptions
from service.types import Engine
from service.views import Counsellor
from store.database import Database
from store.migrate import upgrade
from tests.support.fake_engine import FakeEngine

SECRET = "a secret of tests only, long enough to be one"
# A Monday at 10:00 in Brussels (winter time), inside the default live-chat hours.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
PASSWORD = "correct horse battery"


@dataclass
class HandClock:
    """A clock that moves when told to."""

    now: datetime = MONDAY
    step: timedelta = field(default=timedelta(0))

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now

    def forward(self, **delta: float) -> None:
        """Turn it forward: ``clock.forward(minutes=5)``."""
        self.now += timedelta(**delta)


# Hashing slowly is for real passwords.
service.passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@cache
def _empty_database() -> bytes:
    """A migrated SQLite file: migrating takes longer than most tests."""

    async def migrated(path: Path) -> None:
        database = Database(f"sqlite:///{path}")
        await upgrade(database)
        await database.close()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        thread = threading.Thread(target=lambda: asyncio.run(migrated(path)))
        thread.start()  # a test's own loop is running in this one
        thread.join()
        return path.read_bytes()


@asynccontextmanager
async def make_house(
    folder: Path | None = None,
    engine: Engine | None = None,
    *,
    url: str | None = None,
    clock: HandClock | None = None,
    options: HouseOptions | None = None,
    started: bool = True,
) -> AsyncIterator[House]:
    """A house that is stopped at the end. ``house.engine`` is the fake unless one is given."""
    if url is None:
        assert folder is not None, "give a folder or a url"
        url = f"sqlite:///{folder / 'azimut.sqlite3'}"
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:") and not path.exists():
        path.write_bytes(_empty_database())
    house = await open_house(
        url,
        engine or FakeEngine(),
        Keys.from_secret(SECRET),
        options=options or HouseOptions(),
        clock=clock or HandClock(),
    )
    if started:
        await house.start()
    try:
        yield house
    finally:
        await house.stop()


async def make_counsellor(
    house: House,
    login: str = "amina",
    *,
    languages: tuple[str, ...] = ("fr", "nl"),
    online: bool = True,
    available: bool = True,
) -> Counsellor:
    """A counsellor at the desk, free on weekdays from 9 to 12 for appointments of 45 minutes."""
    counsellor, _ = await house.people.add(
        login, login.capitalize(), languages=languages, password=PASSWORD
    )
    if available:
        for weekday in range(5):
            await house.agenda.add_availability(
                counsellor.id, counsellor.id, weekday, time(9), time(12)
            )
    if online:
        await house.presence.set(counsellor.id, "online")
    return counsellor
