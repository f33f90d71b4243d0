"""``azimut serve``"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal

import click

from bot.errors import SettingError
from bot.settings import Settings, load_settings


@click.command()
@click.option("--host", help="Instead of AZIMUT_HOST.")
@click.option("--port", help="Instead of AZIMUT_PORT.")
def serve(host: str | None, port: str | None) -> None:
    """Serve the web site, the desk and the channels; train first if need be."""
    given = {"AZIMUT_HOST": host, "AZIMUT_PORT": port}
    os.environ.update({key: value for key, value in given.items() if value is not None})
    settings = load_settings()
    from bot.logs import configure_logs

    configure_logs(settings.log_level, settings.log_json)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from aiohttp import web

    from bot.opening import open_parts, prepare_engine

    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts, pool = await open_parts(settings, click.echo)
    from bot.app import make_app

    runner = web.AppRunner(make_app(parts), access_log=None, handle_signals=False)
    await runner.setup()
    await _listen(web.TCPSite(runner, settings.host, settings.port, backlog=1024), settings)
    stopping = _stop_signal()
    engine = asyncio.create_task(prepare_engine(parts, click.echo))
    ended = asyncio.create_task(stopping.wait())
    try:
        done, _ = await asyncio.wait({engine, ended}, return_when=asyncio.FIRST_COMPLETED)
        if engine in done:
            engine.result()  # a training that failed ends the service with its one line
            click.echo(f"ready: {settings.public_address}  (desk: {settings.public_address}/desk/)")
            await stopping.wait()
    finally:
        engine.cancel()
        await runner.cleanup()
        await pool.stop()


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
    click.echo(f"listening on {settings.public_address} (loading; /health/ready tells when)")


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    return stopping
