"""Rasa's message processor, without what a turn does not need.

What is predicted is the same; only the way there is shorter: the prediction graph runs through a
plain loop instead of dask's scheduler, nothing is formatted for a log that nobody may read, and
what the rules said of a course of events is not asked again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Hashable, Mapping, Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata, ModelStorage
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

Plan = Sequence[tuple[str, Sequence[str]]]
Course = tuple[Hashable, ...]
MOST_COURSES = 4096


def course_of(tracker: DialogueStateTracker) -> Course:
    """All that rules can see of a conversation: acts of the visitor, actions, forms, and slots
    that influence the conversation. No words: no rule is written on them (a test sees to it)."""
    return tuple(
        sign for event in tracker.events if (sign := _sign(event, tracker.slots)) is not None
    )


def _sign(event: Event, slots: Mapping[str, Slot]) -> Hashable:
    if isinstance(event, UserUttered):
        return ("user", event.intent_name, str(event.entities) if event.entities else "")
    if isinstance(event, ActionExecuted):
        return ("action", event.action_name, event.action_text)
    if isinstance(event, SlotSet):
        slot = slots.get(event.key)
        seen = slot is not None and slot.influence_conversation
        return ("slot", event.key, str(event.value)) if seen else None
    if isinstance(event, BotUttered):
        return None
    facts = {k: v for k, v in vars(event).items() if k not in ("timestamp", "metadata")}
    return (event.type_name, str(sorted(facts.items())))


class InOrderRunner(GraphRunner):  # type: ignore[misc]  # Rasa is not typed
    """Runs the nodes of a graph one after the other, in an order that is found once."""

    def __init__(self, schema: GraphSchema, nodes: Mapping[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._plans: dict[tuple[str, ...], Plan] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> InOrderRunner:
        """Load every component."""
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(
        self, inputs: Mapping[str, Any] | None = None, targets: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """What the targets give for these inputs."""
        wanted = tuple(targets or self._schema.target_names)
        values = dict(inputs or {})
        if wanted not in self._plans:
            self._plans[wanted] = self._plan(wanted)
        for name, needs in self._plans[wanted]:
            given = [(need, values[need]) for need in needs if need in values]
            _, values[name] = self._nodes[name](*given)
        return {name: values[name] for name in wanted}

    def _plan(self, wanted: Sequence[str]) -> Plan:
        """The nodes that the targets rest on, each after what it needs."""
        nodes = self._schema.minimal_graph_schema(list(wanted)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        return [(name, needs[name]) for name in TopologicalSorter(needs).static_order()
                if name in needs]  # fmt: skip


class LeanProcessor(MessageProcessor):  # type: ignore[misc]
    """Rasa's processor on the runner above."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._predictions: dict[Course, PolicyPrediction] = {}

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        """What the policies say, who see nothing of a conversation but its course."""
        if tracker.followup_action:
            return super()._predict_next_with_tracker(tracker)
        course = course_of(tracker)
        found = self._predictions.get(course)
        if found is None:
            if len(self._predictions) >= MOST_COURSES:
                self._predictions.clear()
            found = self._predictions[course] = super()._predict_next_with_tracker(tracker)
        return found

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        """As Rasa's, without deep copies of all events for a log that is off."""
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    @staticmethod
    def _load_model(model_path: Path) -> tuple[str, ModelMetadata, GraphRunner]:
        """As Rasa's, with our runner."""
        with tempfile.TemporaryDirectory() as folder:
            metadata, runner = loader.load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, InOrderRunner
            )
            return Path(model_path).name, metadata, runner

    def _check_for_unseen_features(self, parse_data: Mapping[str, Any]) -> None:
        """Rasa would warn of intents that the domain lacks, and builds an empty domain every
        time to do so. Training and tests see to it that there are none."""
