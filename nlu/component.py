"""What our graph components have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.analysis import Analyser, Analysis
from nlu.examples import metadata_of
from nlu.lexicon import FOLDER, Lexicon
from nlu.words import LANGUAGES

Self = TypeVar("Self", bound="TrainedComponent")
_ANALYSIS = "analysis"


class TrainedComponent(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """A component that is trained, saved into one folder, and loaded from it."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls: type[Self],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """An untrained component (see the parent)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[Self],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """The trained component (see the parent)."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.read(folder)
        return component

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings unless a component has some."""
        return {}

    @staticmethod
    def supported_languages() -> list[str] | None:
        """All: a message says its language itself."""
        return None

    def train(self, training_data: TrainingData) -> Resource:
        """Learn and save (see the parent)."""
        self.learn(training_data)
        return self.persist()

    def learn(self, training_data: TrainingData) -> None:
        """Learn from the training data."""
        raise NotImplementedError

    def persist(self) -> Resource:
        """Save the component."""
        with self._storage.write_to(self._resource) as folder:
            self.write(folder)
        return self._resource

    def write(self, folder: Path) -> None:
        """Write what was learned."""
        raise NotImplementedError

    def read(self, folder: Path) -> None:
        """Read what `write` wrote."""
        raise NotImplementedError


class AnalysingComponent(TrainedComponent):
    """A component that reads the analysis of a message, made once for all of them."""

    _analyser: Analyser | None = None

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The lexicon and the modules below the components: Rasa sees neither."""
        return _digest([*Path(__file__).parent.glob("*.py"), *FOLDER.rglob("*.yml")])

    @property
    def analyser(self) -> Analyser:
        """The analyser, with the lexicon."""
        if self._analyser is None:
            self._analyser = Analyser(Lexicon.load())
        return self._analyser

    def analysis(self, message: Message) -> Analysis:
        """The analysis of a message in its language, kept on the message."""
        known: Analysis | None = message.data.get(_ANALYSIS)
        if known is None:
            known = self.analyser.analyse(message.get(TEXT) or "", language_of(message))
            message.data[_ANALYSIS] = known
        return known


def language_of(message: Message) -> str:
    """French or Dutch, as found, else as the conversation has it, else French."""
    found = message.get("language") or {}
    guess = found.get("guess") or metadata_of(message).get("language")
    return guess if guess in LANGUAGES else LANGUAGES[0]


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()
