"""How soon a webhook is answered, beside the floor of this machine.

    python -m bench.webhooks PORT

sends signed notifications of one message each, one after the other, to WhatsApp's webhook on a
house of its own (SQLite in a file, the stand-in for Meta, an engine that answers at once): 100 that
find it idle, and 300 without a pause, while it also takes the turns, sends the answers and takes in
three statuses for each. The floor is `bench.floor`: an empty request to aiohttp, and one row and
its commit. In milliseconds.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import web

from bench import floor
from channels.standin.account import Account
from channels.standin.world import World
from channels.whatsapp.settings import load_whatsapp
from channels.whatsapp.setup import PATH, add_whatsapp
from service.house import open_house
from service.keys import Keys
from service.types import Reply, TurnInput, TurnResult, Understanding

PAUSE = 0.25  # seconds between two notifications: what followed from the first is over


class Parrot:
    """An engine that thinks of nothing."""

    async def respond(self, turn: TurnInput) -> TurnResult:
        """One turn."""
        understanding = Understanding(language="fr", outcome="answered")
        return TurnResult((Reply("Bonjour.", "fr"),), understanding, (), {})

    async def ready(self) -> bool:
        """Always."""
        return True


async def serve(folder: Path, port: int, graph: str) -> None:
    """Until ended."""
    url = f"sqlite:///{folder / 'bench.db'}"
    house = await open_house(url, Parrot(), Keys.from_secret("x" * 32))
    options = load_whatsapp(Account("whatsapp").environment(graph))
    assert options is not None
    app = web.Application()
    add_whatsapp(app, house, options)
    await house.start()
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


async def measure(port: int, folder: Path) -> dict[str, list[float]]:
    """Milliseconds of each notification, by pace."""
    world = World(Account("whatsapp"), f"http://127.0.0.1:{port}{PATH}", tries=60)
    graph = await world.graph.start()
    command = [sys.executable, "-m", "bench.webhooks", str(port), str(folder), graph]
    server = subprocess.Popen(command)
    try:
        assert await world.caller.call({}) == 200  # tried until it listens
        await _times(world, 10, PAUSE)  # everything is loaded
        return {
            "idle": await _times(world, 100, PAUSE),
            "under traffic": await _times(world, 300, 0.0),
        }
    finally:
        server.terminate()
        server.wait()
        await world.close()


async def _times(world: World, count: int, pause: float) -> list[float]:
    times = []
    for number in range(count):
        person = f"BE.{time.time_ns()}"
        notification = world.events.text(person, f"Bonjour, question {number}")
        world.graph.last_written[person] = world.whatsapp.clock()
        began = time.perf_counter()
        assert await world.caller.call(notification) == 200
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(pause)
    return times


def main(port: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        below = floor.measure(port, Path(name))
        found = asyncio.run(measure(port, Path(name)))
    for path, median in below.items():
        print(f"floor {path}: median {median:.1f} ms")
    for pace, times in found.items():
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"webhook {pace}: median {p50:.1f}, 95 % {p95:.1f}, most {max(times):.1f} ms")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(int(sys.argv[1]))
    else:
        asyncio.run(serve(Path(sys.argv[2]), int(sys.argv[1]), sys.argv[3]))
