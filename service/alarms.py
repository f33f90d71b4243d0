"""Alarms: the desk sees at once when the engine or a channel fails."""

from __future__ import annotations

from service.core import Core
from service.events import DESK, Event
from service.views import Alarm


class Alarms:
    """Kept in memory; each change is an event ``alarm`` on the desk's topic."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._ringing: dict[str, Alarm] = {}

    async def ring(self, name: str, detail: str) -> None:
        """Something is down; ``detail`` is a key under ``alarm.``. Again changes nothing."""
        if name not in self._ringing:
            self._ringing[name] = Alarm(name, self._core.now(), detail)
            await self._tell(name, True, detail)

    async def quiet(self, name: str) -> None:
        """It works again."""
        if self._ringing.pop(name, None) is not None:
            await self._tell(name, False, "")

    def present(self) -> tuple[Alarm, ...]:
        """What is down now."""
        return tuple(self._ringing.values())

    async def _tell(self, name: str, up: bool, detail: str) -> None:
        event = Event("alarm", data={"name": name, "up": up, "detail": detail})
        await self._core.bus.publish(event, DESK)
