"""Custom actions run in this process, through rasa-sdk's own executor."""

from __future__ import annotations

from functools import cache
from typing import Any

import rasa.core.actions.action as rasa_actions
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection


class InProcessActions(EndpointConfig):  # type: ignore[misc]  # Rasa is not typed
    """Stands where Rasa expects an action server.

    Rasa swallows what an action raises ("Bot will continue"); ``failure`` keeps it, so that the
    engine can raise it and the turn is not taken for done.
    """

    def __init__(self) -> None:
        _trust_own_answers()
        _remember_events()
        super().__init__(url="in-process", selective_domain=True)
        self.failure: Exception | None = None
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    def begin_turn(self) -> None:
        """Forget the failure of the last turn."""
        self.failure = None

    async def request(self, json: dict[str, Any], **_: Any) -> dict[str, Any] | None:
        """Run the action that Rasa asks for."""
        try:
            answer: dict[str, Any] | None = await self._executor.run(json)
            return answer
        except ActionExecutionRejection as rejection:
            raise rasa_actions.ActionExecutionRejection(
                rejection.action_name, rejection.message
            ) from rejection
        except Exception as error:
            self.failure = error
            raise


def _trust_own_answers() -> None:
    """Rasa checks each answer of an action server against a JSON schema, and that schema against
    its own: four fifths of a turn. Ours come from the executor above, which checks its events."""
    rasa_actions.RemoteAction._validate_action_result = lambda _self, _answer: True


def _remember_events() -> None:
    """Rasa looks for the class of an event by its name among all subclasses, every time."""
    if not hasattr(Event.resolve_by_type, "cache_info"):
        Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))
