"""``azimut serve``"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys

import click

from bot.errors import SettingError
from bot.locks import only_server
from bot.settings import Settings, load_settings

FINISH = 30.0  # seconds that requests under way get to finish when the service stops


@click.command()
@click.option("--host", help="Instead of AZIMUT_HOST.")
@click.option("--port", help="Instead of AZIMUT_PORT.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, help="Web processes; needs PostgreSQL."
)
@click.option("--process", type=click.IntRange(0, 64), default=0, hidden=True)
def serve(host: str | None, port: str | None, workers: int, process: int) -> None:
    """Serve the web site, the desk and the channels; train first if need be."""
    given = {"AZIMUT_HOST": host, "AZIMUT_PORT": port}
    os.environ.update({key: value for key, value in given.items() if value is not None})
    settings = load_settings()
    from bot.logs import configure_logs

    configure_logs(settings.log_level, settings.log_json)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(KeyboardInterrupt):
        if workers > 1:
            sys.exit(_serve_together(settings, workers))
        with only_server(settings, process):
            asyncio.run(_serve(settings, process))


def _serve_together(settings: Settings, workers: int) -> int:
    """Several processes: what is made once is made here, before they begin."""
    from bot.fleet import Fleet, check_database
    from bot.opening import furnish

    check_database(settings, workers)

    async def run() -> int:
        await furnish(settings, click.echo)
        return await Fleet(settings, workers).run()

    return asyncio.run(run())


async def _serve(settings: Settings, process: int) -> None:
    from aiohttp import web

    from bot.opening import open_parts, prepare_engine

    parts, pool = await open_parts(settings, click.echo, process)
    from bot.app import SLOW, make_app
    from bot.slow import IDLE

    app = make_app(parts)
    runner = web.AppRunner(
        app, access_log=None, handle_signals=False, shutdown_timeout=FINISH, keepalive_timeout=IDLE
    )
    await runner.setup()
    assert runner.server is not None
    sites = [web.TCPSite(runner, settings.host, settings.port, backlog=1024,
                         reuse_port=bool(process))]  # fmt: skip
    if process:
        sites.append(web.TCPSite(runner, "127.0.0.1", settings.port + process))
    for site in sites:
        await _listen(site, settings)
    click.echo(f"listening on {settings.public_address} (loading; /health/ready tells when)")
    stopping = _stop_signal()
    watches = [asyncio.create_task(app[SLOW].watch(runner.server))]
    if process:
        watches.append(asyncio.create_task(_until_orphaned(stopping)))
    engine = asyncio.create_task(prepare_engine(parts, click.echo))
    ended = asyncio.create_task(stopping.wait())
    try:
        done, _ = await asyncio.wait({engine, ended}, return_when=asyncio.FIRST_COMPLETED)
        if engine in done:
            engine.result()  # a training that failed ends the service with its one line
            _settle()
            click.echo(f"ready: {settings.public_address}  (desk: {settings.public_address}/desk/)")
            await stopping.wait()
    finally:
        for watch in watches:
            watch.cancel()
        engine.cancel()
        await runner.cleanup()
        await pool.stop()


def _settle() -> None:
    """What is loaded stays until the end: the collector need not look at it again and again,
    which would hold up everybody for a tenth of a second."""
    gc.collect()
    gc.freeze()


async def _listen(site: object, settings: Settings) -> None:
    from aiohttp import web

    assert isinstance(site, web.TCPSite)
    try:
        await site.start()
    except OSError as error:
        key = (
            "AZIMUT_PORT"
            if "address" not in str(error).lower() or error.errno == 98
            else "AZIMUT_HOST"
        )
        raise SettingError(
            key, f"{settings.host}:{settings.port}", f"a free address ({error.strerror})"
        ) from error


async def _until_orphaned(stopping: asyncio.Event) -> None:
    """A process of ``--workers`` ends with the one that started it."""
    parent = os.getppid()
    while os.getppid() == parent:  # noqa: ASYNC110 - nobody tells us
        await asyncio.sleep(1)
    stopping.set()


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    return stopping
