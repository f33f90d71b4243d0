"""Facets of a message: theme, public, situations, aspect, distress, the language asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.analysis import Analysis
from nlu.classifier import TextClassifier
from nlu.component import AnalysingComponent
from nlu.examples import ASK, Example, visitor_examples

UNKNOWN = "unknown"
ABSENT = "-"
"""Label of examples that say nothing of a facet."""


def _theme(example: Example) -> str | None:
    return example.article.split("/")[0] if example.article else None


def _public(example: Example) -> str | None:
    return str(example.facets.get("public", UNKNOWN))


def _aspect(example: Example) -> str | None:
    return str(example.facets["aspect"]) if "aspect" in example.facets else None


def _distress(example: Example) -> str | None:
    return str(example.facets.get("distress", ABSENT))


LEARNED: dict[str, Callable[[Example], str | None]] = {
    "theme": _theme,
    "public": _public,
    "aspect": _aspect,
    "distress": _distress,
}
"""Facets that are learned from examples, and how an example says its label."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FacetClassifier(AnalysingComponent):
    """Sets `facets`."""

    _classifiers: dict[str, TextClassifier]

    def learn(self, training_data: TrainingData) -> None:
        """Learn each facet from the examples that say it."""
        examples = visitor_examples(training_data)
        analyses = [self.analyser.analyse(e.text, e.language or "fr") for e in examples]
        self._classifiers = {}
        for facet, label in LEARNED.items():
            labels = [label(example) for example in examples]
            chosen = [i for i, found in enumerate(labels) if found is not None]
            if len({labels[i] for i in chosen}) > 1:
                self._classifiers[facet] = TextClassifier.fit(
                    [analyses[i] for i in chosen], [str(labels[i]) for i in chosen]
                )

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the facets of each message."""
        for message in messages:
            act = (message.get(INTENT) or {}).get("name")
            message.set("facets", self._facets(self.analysis(message), act), add_to_output=True)
        return messages

    def _facets(self, analysis: Analysis, act: str | None) -> dict[str, Any]:
        theme, theme_chance = self._best("theme", analysis)
        public, public_chance = self._best("public", analysis)
        distress, _ = self._best("distress", analysis)
        aspect, aspect_chance = self._best("aspect", analysis)
        return {
            "theme": {"name": theme if act == ASK else None, "confidence": theme_chance},
            "public": {"name": public or UNKNOWN, "confidence": public_chance},
            "situations": _situations(analysis.concepts),
            "aspect": aspect if aspect_chance > 0.5 else None,
            "distress": distress if act == "distress" and distress != ABSENT else None,
            "requested_language": _requested(analysis.concepts) if act == "change_language" else None,
        }

    def _best(self, facet: str, analysis: Analysis) -> tuple[str | None, float]:
        classifier = self._classifiers.get(facet)
        if classifier is None or not analysis.words:
            return None, 0.0
        return classifier.ranking(analysis)[0]

    def write(self, folder: Path) -> None:
        """Write all classifiers."""
        for facet, classifier in self._classifiers.items():
            classifier.save(folder / facet)

    def read(self, folder: Path) -> None:
        """Read all classifiers."""
        self._classifiers = {
            facet: TextClassifier.load(folder / facet)
            for facet in LEARNED
            if (folder / facet).is_dir()
        }


def _situations(concepts: Sequence[str]) -> list[str]:
    known = ("without_papers", "disability", "newcomer", "neet")
    return [situation for situation in known if f"situation_{situation}" in concepts]


def _requested(concepts: Sequence[str]) -> str | None:
    wanted = [name for name in ("fr", "nl") if f"language_{name}" in concepts]
    return wanted[-1] if wanted else None
