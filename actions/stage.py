"""Where an action puts what it wants said, changed and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from service.types import Choice, Effect, Outcome, Reply, to_json
from service.wording import say

REPLY, EFFECT, OUTCOME, NEED = "reply", "effect", "outcome", "need"


class Stage:
    """Collects replies, effects, the outcome and slots; hands them to Rasa as data."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.items: list[dict[str, Any]] = []
        self.slots: dict[str, Any] = {}

    def say(
        self,
        key: str,
        *,
        kind: str = "text",
        choices: Iterable[Choice] = (),
        secrets: dict[str, str] | None = None,
        data: dict[str, Any] | None = None,
        **values: object,
    ) -> None:
        """A reply from the catalogue of the visitor's language."""
        text = say(key, self.language, **values)
        reply = Reply(text, self.language, kind, choices=tuple(choices), secrets=secrets or {})
        self.reply(replace(reply, data=data or {}))

    def reply(self, reply: Reply) -> None:
        """A reply made elsewhere."""
        self.items.append({REPLY: to_json(reply)})

    def effect(self, kind: str, **values: Any) -> None:
        """A change that the turn is asked to make."""
        self.items.append({EFFECT: to_json(Effect(kind, values))})

    def outcome(
        self,
        outcome: Outcome,
        article: str | None = None,
        choices: Sequence[str] = (),
        confidence: float | None = None,
    ) -> None:
        """What this turn came to, for the visitor's API and the statistics."""
        self.items.append(
            {
                OUTCOME: {
                    "outcome": outcome,
                    "article": article,
                    "choices": list(choices),
                    "confidence": confidence,
                }
            }
        )

    def need(self, part: str) -> None:
        """A part of the snapshot without which the action cannot go on."""
        self.items.append({NEED: part})

    def remember(self, **slots: Any) -> None:
        """Slots to set; they are the dialogue's memory."""
        self.slots.update(slots)

    def choice(self, key: str, act: str, **values: Any) -> Choice:
        """A choice whose label stands in the catalogue."""
        return Choice(say(key, self.language), {"act": act, **values})

    def deliver(self, dispatcher: CollectingDispatcher) -> list[EventType]:
        """Everything to rasa-sdk: custom payloads, and text for ``rasa shell``."""
        for item in self.items:
            dispatcher.utter_message(text=item.get(REPLY, {}).get("text"), json_message=item)
        return [SlotSet(name, value) for name, value in self.slots.items()]
