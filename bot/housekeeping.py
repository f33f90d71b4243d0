"""The house for a command: opened without its background work, closed afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.engine import make_url

from bot.errors import AzimutError
from bot.secrets import load_keys
from bot.settings import Settings, load_settings
from service.errors import EngineUnavailable
from service.house import House, open_house
from service.types import Engine, TurnInput, TurnResult
from store.errors import Unavailable

Result = TypeVar("Result")


class NoEngine:
    """Stands where no turn is ever taken."""

    async def respond(self, turn: TurnInput) -> TurnResult:
        """Never."""
        raise EngineUnavailable("commands take no turns")

    async def ready(self) -> bool:
        """Never."""
        return False


class DatabaseAway(AzimutError):
    """The database of the settings does not answer."""


async def open_at(settings: Settings, engine: Engine) -> House:
    """The house on the database of the settings. Raises DatabaseAway."""
    try:
        return await open_house(settings.database, engine, load_keys(settings))
    except Unavailable as error:
        where = make_url(settings.database).render_as_string(hide_password=True)
        raise DatabaseAway(
            f"{where} does not answer ({error}): is it running, has its disk room, and is"
            " AZIMUT_DATABASE_URL right?"
        ) from error


async def with_house(work: Callable[[House], Awaitable[Result]]) -> Result:
    """Do some work on the database of the settings."""
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    house = await open_at(settings, NoEngine())
    try:
        return await work(house)
    finally:
        await house.core.database.close()
