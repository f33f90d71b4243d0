"""The engine that can change its model while it serves: a pool for each, one of them present."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from bot.engine_client import FIRST_WORKER, EnginePool
from service.types import TurnInput, TurnResult


class SwitchingEngine:
    """Implements ``service.types.Engine``. No turn is lost by a switch: those under way end on
    the model on which they began, the next ones go to the new one, which is loaded before."""

    def __init__(self, folder: Path, workers: int, host: str = "bot.engine_host") -> None:
        self._folder, self._workers, self._host = folder, workers, host
        self._number = 0
        self._present = self._pool()
        self._switching = asyncio.Lock()

    @property
    def model(self) -> str:
        """The file of the present model; empty before the start."""
        return self._present.model

    async def start(self, model: Path, knowledge: Path | None = None) -> None:
        """Begin with this model; ``knowledge``: the articles it answers from, if not those of
        the project."""
        await self._present.start(model, knowledge)

    async def stop(self) -> None:
        """End everything."""
        await self._present.stop()

    async def ready(self) -> bool:
        """Whether turns can be taken."""
        return await self._present.ready()

    async def wait_ready(self, seconds: float = FIRST_WORKER) -> None:
        """Wait for the first worker. Raises EngineUnavailable."""
        await self._present.wait_ready(seconds)

    async def respond(self, turn: TurnInput) -> TurnResult:
        """Take a turn. Raises EngineUnavailable."""
        return await self._present.respond(turn)

    async def switch(self, model: Path, knowledge: Path | None = None) -> None:
        """Serve with another model. Raises EngineUnavailable when it cannot be loaded; then the
        present one goes on."""
        async with self._switching:
            new = self._pool()
            try:
                await new.start(model, knowledge)
                await new.wait_ready()
            except BaseException:
                with contextlib.suppress(Exception):
                    await new.stop()
                raise
            old, self._present = self._present, new
            await old.drain()
            await old.stop()

    def _pool(self) -> EnginePool:
        self._number += 1
        return EnginePool(
            self._folder, self._workers, name=f"engine-{self._number}", host=self._host
        )
