"""The thin layer between rasa-sdk and our plays."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.stage import Stage
from actions.visit import Visit


class Play(Action, ABC):  # type: ignore[misc]  # rasa-sdk is not typed
    """An action of the dialogue: reads a visit, fills a stage. Pure, so it can be run again."""

    action_name: ClassVar[str]

    def name(self) -> str:
        """The name under which domain.yml knows it."""
        return self.action_name

    @abstractmethod
    def play(self, visit: Visit, stage: Stage) -> None:
        """Say, change and remember, on the stage."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """What rasa-sdk calls."""
        visit = Visit.from_tracker(tracker.current_state())
        stage = Stage(visit.language)
        self.play(visit, stage)
        return stage.deliver(dispatcher)
