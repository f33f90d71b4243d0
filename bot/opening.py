"""Opening the house: database, keys, knowledge, engine; the demo counsellor on first start."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import time

from prometheus_client import CollectorRegistry

from bot.app import Parts
from bot.engine_client import EnginePool
from bot.errors import AzimutError
from bot.platforms import load_platforms
from bot.secrets import load_keys
from bot.settings import Settings
from bot.training import ensure_model
from knowledge.loader import load_knowledge
from service.house import House, open_house

Tell = Callable[[str], None]
DEMO = "demo"


class DemoAbroad(AzimutError):
    """The demo counsellor must not be reachable from elsewhere."""


async def open_parts(settings: Settings, tell: Tell) -> tuple[Parts, EnginePool]:
    """Everything but a loaded engine. Raises AzimutError."""
    platforms = load_platforms()
    pool = EnginePool(settings.data_dir / "run", settings.engine_workers or os.cpu_count() or 1)
    knowledge = await asyncio.to_thread(load_knowledge)
    house = await open_house(settings.database, pool, load_keys(settings))
    await _demo(house, settings, tell)
    registry = CollectorRegistry()
    return Parts(settings, house, pool, knowledge, registry, platforms), pool


async def prepare_engine(pool: EnginePool, settings: Settings, tell: Tell) -> None:
    """Train if the model does not match the data, then load it."""
    model = await asyncio.to_thread(ensure_model, settings.data_dir / "models", tell)
    await pool.start(model)
    await pool.wait_ready()


async def _demo(house: House, settings: Settings, tell: Tell) -> None:
    if not settings.loopback:
        if await house.people.demo_exists():
            raise DemoAbroad(
                f"AZIMUT_HOST is {settings.host!r} while the demo counsellor exists: anybody could"
                " sign in; first `azimut counsellor remove-demo`, then add your own"
            )
        return
    if await house.people.all():
        return
    demo, password = await house.people.add(DEMO, "Demo", role="admin", demo=True)
    for weekday in range(5):  # so that an appointment can be tried
        await house.agenda.add_availability(demo.id, demo.id, weekday, time(9), time(17))
    tell(f"demo counsellor: {settings.public_address}/desk/  name {DEMO}  password {password}")
    tell("(shown this once; `azimut counsellor reset-password demo` makes a new one)")
