"""The house for a command: opened without its background work, closed afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.secrets import load_keys
from bot.settings import load_settings
from service.errors import EngineUnavailable
from service.house import House, open_house
from service.types import TurnInput, TurnResult

Result = TypeVar("Result")


class NoEngine:
    """Stands where no turn is ever taken."""

    async def respond(self, turn: TurnInput) -> TurnResult:
        """Never."""
        raise EngineUnavailable("commands take no turns")

    async def ready(self) -> bool:
        """Never."""
        return False


async def with_house(work: Callable[[House], Awaitable[Result]]) -> Result:
    """Do some work on the database of the settings."""
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    house = await open_house(settings.database, NoEngine(), load_keys(settings))
    try:
        return await work(house)
    finally:
        await house.core.database.close()
