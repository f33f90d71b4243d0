"""``azimut simulate``"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot.settings import load_settings

if TYPE_CHECKING:
    from channels.standin.account import Account
    from channels.standin.world import World

PORTS = {"whatsapp": 8106, "messenger": 8107}  # of the stand-in, for a server that runs already


@click.command()
@click.argument("platform", type=click.Choice(["whatsapp", "messenger"]))
@click.option("--server", help="A running Azimut, e.g. http://127.0.0.1:8080; else one is started.")
@click.option(
    "--port", type=int, help="Of the stand-in, with --server.  [8106, for messenger 8107]"
)
@click.option("--settings", "show", is_flag=True, help="Only print the settings for --server.")
def simulate(platform: str, server: str | None, port: int | None, show: bool) -> None:
    """A phone in the terminal, through the real webhook and the real sender, without Meta.

    With --server that Azimut must have been started with the settings that --settings prints.
    """
    from channels.standin.account import Account

    account = Account("whatsapp" if platform == "whatsapp" else "messenger")
    port = port or PORTS[platform]
    graph = f"http://127.0.0.1:{port}"
    if show:
        for key, value in account.environment(graph).items():
            click.echo(f"{key}={value}")
        return
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_simulate(account, port, server))


async def _simulate(account: Account, port: int, server: str | None) -> None:
    from channels.standin.world import World

    own = socket.create_server(("127.0.0.1", 0)) if server is None else None
    address = server.rstrip("/") if server else f"http://127.0.0.1:{_port(own)}"
    world = World(account, f"{address}/webhooks/{account.platform}", tries=3)
    try:
        await world.graph.start(port if own is None else 0)
        if own is None:
            await _talk(world)
        else:
            async with _own_server(account, world.graph.url, own):
                await _talk(world)
    finally:
        await world.close()


def _port(listening: socket.socket | None) -> int:
    return int(listening.getsockname()[1]) if listening is not None else 0


async def _talk(world: World) -> None:
    from channels.standin.phone import Phone

    person = (
        f"BE.{secrets.randbelow(10**17):017d}"
        if world.account.platform == "whatsapp"
        else f"{secrets.randbelow(10**16):016d}"
    )
    click.echo(f"{world.account.platform}: {person} -> stand-in at {world.graph.url}")
    await Phone(world, person, click.echo, _typed_lines()).run()
    await asyncio.sleep(0 if sys.stdin.isatty() else 3)  # let the last answer come to a pipe


def _typed_lines() -> Callable[[], Awaitable[str | None]]:
    """The lines of standard input. Read in a daemon thread: Ctrl-C must not wait for Enter."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            for line in sys.stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    return lines.get


@contextlib.asynccontextmanager
async def _own_server(
    account: Account, graph_url: str, listening: socket.socket
) -> AsyncIterator[None]:
    """The whole application, with a database of its own beside the real one."""
    from aiohttp import web

    from bot.app import make_app
    from bot.logs import configure_logs
    from bot.opening import open_parts, prepare_engine

    os.environ.update(account.environment(graph_url))
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = f"sqlite+aiosqlite:///{settings.data_dir / 'simulate.db'}"
    settings = replace(settings, database_url=database, host="127.0.0.1", port=_port(listening))
    configure_logs("warning", settings.log_json)
    parts, pool = await open_parts(settings, click.echo)
    runner = web.AppRunner(make_app(parts), access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        click.echo("loading the understanding (trained first if need be) ...")
        await prepare_engine(parts, click.echo)
        yield
    finally:
        await runner.cleanup()
        await pool.stop()
