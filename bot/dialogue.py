"""The dialogue state of a conversation, kept compact, and the tracker rebuilt from it.

A turn then costs the same at turn 300 as at turn 5: Rasa replays the events of its tracker
several times a turn, and these are always the same few.
"""

from __future__ import annotations

from collections.abc import Iterable

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
)
from rasa.shared.core.trackers import DialogueStateTracker

from service.types import Json

SENDER = "visitor"  # Rasa never learns whose conversation it is
REQUESTED = "requested_slot"


def begin(state: Json) -> list[Event]:
    """The events that stand for everything that was said before.

    They begin as Rasa expects a session to begin (without that it answers with the fallback)
    and end listening.
    """
    events: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    events.append(ActionExecuted("action_listen"))
    events += [SlotSet(name, value) for name, value in state.get("slots", {}).items()]
    form = state.get("form")
    if form:
        events += [ActionExecuted(form), ActiveLoop(form)]
        events.append(SlotSet(REQUESTED, state.get("requested")))
        events.append(ActionExecuted("action_listen"))
    return events


def condense(tracker: DialogueStateTracker) -> Json:
    """What must be kept of a tracker so that the next turn goes the same way."""
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and name not in {REQUESTED, "session_started_metadata"}
    }
    state: Json = {"slots": slots}
    if tracker.active_loop_name:
        state["form"] = tracker.active_loop_name
        state["requested"] = tracker.get_slot(REQUESTED)
    return state


def rebuild(events: Iterable[Event], domain: Domain) -> DialogueStateTracker:
    """A tracker with these events."""
    tracker = DialogueStateTracker(SENDER, domain.slots)
    for event in events:
        tracker.update(event, domain)
    return tracker


class OneTurnStore(TrackerStore):  # type: ignore[misc]  # Rasa is not typed
    """Holds the tracker of the one turn that is being taken. Nothing is ever kept in it, and
    no failure of a store can turn into a fresh conversation, since there is no store."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)
        self.tracker: DialogueStateTracker | None = None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of this turn."""
        return self.tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Take over what the turn made of it."""
        self.tracker = tracker

    async def keys(self) -> list[str]:
        """Who there is: nobody."""
        return []
