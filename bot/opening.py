"""Opening the house: database, keys, knowledge, engine; the demo counsellor on first start."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import time

from prometheus_client import CollectorRegistry

from bot.app import Parts
from bot.errors import AzimutError
from bot.housekeeping import NoEngine, open_at
from bot.locks import run_folder
from bot.metrics import Metrics, TimedEngine
from bot.platforms import load_platforms
from bot.publishing import Publisher
from bot.settings import Settings
from bot.switching import SwitchingEngine
from bot.workshop import TrainingShop
from knowledge.loader import load_knowledge
from knowledge.present import PresentKnowledge
from service.house import House

Tell = Callable[[str], None]
DEMO = "demo"


class DemoAbroad(AzimutError):
    """The demo counsellor must not be reachable from elsewhere."""


async def open_parts(
    settings: Settings, tell: Tell, process: int = 0
) -> tuple[Parts, SwitchingEngine]:
    """Everything but a loaded engine. Raises AzimutError."""
    platforms = load_platforms()
    workers = settings.engine_workers or os.cpu_count() or 1
    engine = SwitchingEngine(run_folder(settings, process), workers)
    knowledge = PresentKnowledge(await asyncio.to_thread(load_knowledge))
    metrics = Metrics(CollectorRegistry())
    timed = TimedEngine(engine, metrics)
    house = await open_at(settings, timed)
    house.learning.trials.workshop = TrainingShop(settings.data_dir, engine)
    publisher = Publisher(house, engine, knowledge, settings.data_dir)
    await _demo(house, settings, tell)
    return Parts(settings, house, engine, knowledge, metrics, platforms, publisher), engine


async def furnish(settings: Settings, tell: Tell) -> None:
    """Secret, database and demo counsellor, for processes that will serve together."""
    house = await open_at(settings, NoEngine())
    try:
        await _demo(house, settings, tell)
    finally:
        await house.core.database.close()


async def prepare_engine(parts: Parts, tell: Tell) -> None:
    """Train if no model matches the articles, then load the model that is live."""
    assert parts.publisher is not None
    await parts.publisher.begin(tell)


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
