"""``azimut serve``, whole, but its engine is the fake one.  ``python -m tests.faults.fake_serve``

Everything else is as in service: processes, locks, database, HTTP, shutdown.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import bot.commands.serve
import bot.engine_client
import bot.fleet
import bot.opening
from bot.__main__ import main
from bot.app import Parts
from bot.switching import SwitchingEngine
from tests.support.fake_engine import FakeEngine

COMMAND = (sys.executable, "-m", "tests.faults.fake_serve", "serve")


class LoadedEngine(FakeEngine):
    """The fake, with what the service asks of an engine that is loaded from a file."""

    model = "fake"

    def __init__(self, folder: Path, workers: int) -> None:
        super().__init__(delay=float(os.environ.get("AZIMUT_TEST_ENGINE_DELAY", "0.01")))

    async def start(self, *_: Any) -> None:
        """Nothing to load."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def respond(self, turn: Any) -> Any:
        """A turn, of which nothing is kept."""
        result = await super().respond(turn)
        self.seen.clear()
        return result


class HostedEngine(SwitchingEngine):
    """The engine as in service, but the process that it starts is a small one."""

    def __init__(self, folder: Path, workers: int) -> None:
        super().__init__(folder, workers, host="tests.faults.echo_host")


async def no_training(parts: Parts, _tell: Any) -> None:
    """Start what there is."""
    assert isinstance(parts.engine, (LoadedEngine, SwitchingEngine))
    await parts.engine.start(Path("fake"))


def put_fake_engine() -> None:
    """In this process, and in those that it starts. Never at import: tests import this module."""
    bot.fleet.COMMAND = COMMAND
    hosted = os.environ.get("AZIMUT_TEST_ENGINE") == "hosted"
    vars(bot.opening)["SwitchingEngine"] = HostedEngine if hosted else LoadedEngine
    vars(bot.engine_client)["RESTARTS"] = (0.1,)
    vars(bot.opening)["prepare_engine"] = no_training


def run_forked(environment: dict[str, str], arguments: tuple[str, ...], log: str) -> None:
    """The service, in a process forked from one that has imported everything."""
    os.setsid()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.environ.update(environment)
    sys.argv = ["azimut", "serve", *arguments]
    put_fake_engine()
    main()


if __name__ == "__main__":
    put_fake_engine()
    main()
