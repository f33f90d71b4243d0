"""``azimut serve --workers N``: N web processes on one port and one PostgreSQL.

Each has an engine of its own. The system shares new connections out among them (SO_REUSEPORT);
process number k also listens on this machine at the port plus k, for its own health and metrics.
One that dies is started again; what it had accepted is taken over by the others.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time

import click
import structlog
from sqlalchemy.engine import make_url

from bot.errors import AzimutError
from bot.settings import Settings

log = structlog.get_logger(__name__)
COMMAND = (sys.executable, "-m", "bot", "serve")
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds between two starts of one process
STEADY = 60.0  # seconds; who ran that long begins again with the shortest pause
PATIENCE = 45.0  # seconds to finish what is under way
USAGE = 2  # the exit code of a mistake in the settings: starting again would not help...
YOUNG = 30.0  # ...in the first seconds; later it is the database that is away, and comes back


class NeedsPostgres(AzimutError):
    """SQLite is for one process."""


def check_database(settings: Settings, workers: int) -> None:
    """Raises NeedsPostgres."""
    if make_url(settings.database).get_backend_name() == "sqlite":
        raise NeedsPostgres(
            f"--workers {workers} needs PostgreSQL: SQLite is for one process; "
            "set AZIMUT_DATABASE_URL to postgresql://user@host/database"
        )


class Fleet:
    """The processes and who looks after them."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self._settings = settings
        self._workers = workers
        self._children: dict[int, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()
        self._code = 0
        self._began = time.monotonic()

    async def run(self) -> int:
        """Until stopped; the exit code."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self._stopping.set)
        work = [asyncio.create_task(self._keep(number)) for number in self._numbers]
        await self._stopping.wait()
        await self._end()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        return self._code

    @property
    def _numbers(self) -> range:
        return range(1, self._workers + 1)

    async def _keep(self, number: int) -> None:
        """Start a process, and again whenever it ends."""
        tries = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            code = await self._one(number)
            if self._stopping.is_set():
                return
            if code == USAGE and time.monotonic() - self._began < YOUNG:
                self._code = code
                self._stopping.set()
                return
            tries = 0 if time.monotonic() - began > STEADY else tries + 1
            pause = PAUSES[min(tries, len(PAUSES) - 1)]
            log.error("process.ended", process=number, code=code, again_in_seconds=pause)
            await asyncio.sleep(pause)

    async def _one(self, number: int) -> int | None:
        """The exit code of a process; None when the system had no room for one."""
        try:
            child = self._children[number] = await self._spawn(number)
        except OSError as error:
            log.error("process.not_started", process=number, error=type(error).__name__)
            return None
        return await child.wait()

    async def _spawn(self, number: int) -> asyncio.subprocess.Process:
        settings = self._settings
        click.echo(f"process {number}: also on http://127.0.0.1:{settings.port + number}")
        return await asyncio.create_subprocess_exec(
            *COMMAND, "--process", str(number),
            env={**os.environ, "AZIMUT_HOST": settings.host, "AZIMUT_PORT": str(settings.port)},
            start_new_session=True,  # an interrupt at the terminal comes through us
        )  # fmt: skip

    async def _end(self) -> None:
        """All finish what is under way; who needs too long is ended."""
        running = [child for child in self._children.values() if child.returncode is None]
        for child in running:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        waits = [asyncio.create_task(child.wait()) for child in running]
        if waits:
            await asyncio.wait(waits, timeout=PATIENCE)
        for child in running:
            if child.returncode is None:
                child.kill()
                await child.wait()
