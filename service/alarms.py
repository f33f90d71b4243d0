"""Alarms: the desk sees at once when the engine or a channel fails."""

from __future__ import annotations

from service.views import Alarm


class Alarms:
    """Kept in memory; each change is an event ``alarm`` on the desk's topic."""

    async def ring(self, name: str, detail: str) -> None:
        """Something is down. Ringing again changes nothing."""
        raise NotImplementedError

    async def quiet(self, name: str) -> None:
        """It works again."""
        raise NotImplementedError

    def present(self) -> tuple[Alarm, ...]:
        """What is down now."""
        raise NotImplementedError
