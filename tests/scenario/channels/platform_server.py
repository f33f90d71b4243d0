"""A server of its own, to be killed: ``python -m ...platform_server FOLDER PORT PLATFORM GRAPH
DELAY GRACE``. The engine is the fake one, which takes DELAY seconds for an answer; what was being
sent at a crash waits GRACE seconds for its report."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from aiohttp import web

from bot.http import tell_errors
from channels.standin.account import Account
from service.house import open_house
from service.keys import Keys
from service.options import HouseOptions
from tests.scenario.channels.platform_support import mount
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import SECRET


async def serve(
    folder: Path, port: int, platform: str, graph: str, delay: float, grace: float
) -> None:
    """Until killed."""
    house = await open_house(
        f"sqlite:///{folder / 'azimut.sqlite3'}",
        FakeEngine(delay=delay),
        Keys.from_secret(SECRET),
        options=HouseOptions(sending_grace=grace),
    )
    app = web.Application(middlewares=[tell_errors])
    account = Account("whatsapp" if platform == "whatsapp" else "messenger")
    mount(app, house, account.environment(graph))
    await house.start()
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    where, at, name, address, seconds, wait = sys.argv[1:]
    asyncio.run(serve(Path(where), int(at), name, address, float(seconds), float(wait)))
