"""The engine with Rasa's whole history kept, to compare with."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from bot.dialogue import begin, condense, rebuild
from bot.engine import RasaEngine
from service.types import Snapshot, TurnInput, TurnResult


class FullHistory:
    """Talks like ``Talk``, but the tracker is never rebuilt: its events pile up."""

    def __init__(self, engine: RasaEngine) -> None:
        self._engine = engine
        self._tracker = rebuild(begin({}), engine._domain)
        self.language: Any = None

    async def say(self, text: str, snapshot: Snapshot) -> TurnResult:
        """One turn on the tracker as it stands."""
        module: Any = import_module("bot.engine")

        state = condense(self._tracker)
        turn = TurnInput(text, self.language, "web", state, snapshot)
        kept, original = self._tracker, module.rebuild
        module.rebuild = lambda events, domain: _go_on(kept, state, events, domain)
        try:
            result = await self._engine.respond(turn)
        finally:
            module.rebuild = original
        if self._engine._store.tracker is not None:
            self._tracker = self._engine._store.tracker
        if result.understanding.language in {"fr", "nl"}:
            self.language = result.understanding.language
        return result


def _go_on(tracker: Any, state: Any, events: Any, domain: Any) -> Any:
    """The same tracker; a form that the engine leaves is left in it too."""
    from rasa.shared.core.events import ActiveLoop, SlotSet

    leaves = state.get("form") and not any(
        isinstance(event, ActiveLoop) and event.name for event in events
    )
    if leaves:
        tracker.update_with_events([ActiveLoop(None), SlotSet("requested_slot", None)], domain)
    return tracker
