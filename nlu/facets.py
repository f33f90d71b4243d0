"""Facets of a message: theme, public, situations, aspect, distress, the language asked for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.acts import ALARM, KINDS, QUESTION
from nlu.analysis import Analysis
from nlu.classifier import TextClassifier, held_out_scores
from nlu.component import AnalysingComponent
from nlu.examples import ASK, Example, visitor_examples
from nlu.kinds import act_of, detail_of
from nlu.message_model import DISTRESS

UNKNOWN = "unknown"
SITUATIONS = ("without_papers", "disability", "newcomer", "neet")
SITUATION = "situation_"
LANGUAGE = "language_"
CRISIS = "crisis"


LEARNED = ("public", "aspect")
"""Facets that are learned from the examples that say them."""
SURE = 0.5
"""Confidence in the article from which its subject may tell the public."""
FEWEST = 3
"""Questions on an article that must agree before its subject is taken to tell the public."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FacetClassifier(AnalysingComponent):
    """Sets `facets`."""

    _classifiers: dict[str, TextClassifier]
    _told: dict[str, str]

    def learn(self, training_data: TrainingData) -> None:
        """Learn each facet from the examples that say it."""
        examples = visitor_examples(training_data)
        self._told = told_publics(examples)
        self._classifiers = {}
        for facet in LEARNED:
            chosen = [(e, name) for e in examples if (name := e.facets.get(facet))]
            if len({name for _, name in chosen}) > 1:
                self._classifiers[facet] = self._learn_facet(chosen)

    def _learn_facet(self, chosen: Sequence[tuple[Example, str]]) -> TextClassifier:
        analyses = [self.analyser.analyse(e.text, e.language or "fr") for e, _ in chosen]
        labels = [name for _, name in chosen]
        classifier = TextClassifier.fit(analyses, labels)
        classifier.calibrate(held_out_scores(analyses, labels), labels)
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the facets of each message."""
        for message in messages:
            act = (message.get(INTENT) or {}).get("name")
            kinds = message.data.get(KINDS) or {}
            facets = self._facets(self.analysis(message), act, kinds)
            if act == ASK and facets["public"]["name"] == UNKNOWN:
                facets["public"] = self._told_public(message) or facets["public"]
            message.set("facets", facets, add_to_output=True)
        return messages

    def _facets(
        self, analysis: Analysis, act: str | None, kinds: Mapping[str, float]
    ) -> dict[str, Any]:
        public, public_chance = self._best("public", analysis)
        aspect, aspect_chance = self._best("aspect", analysis)
        theme, theme_chance = likeliest_detail(kinds, ASK)
        return {
            "theme": {"name": theme if act == ASK else None, "confidence": theme_chance},
            "public": {"name": public or UNKNOWN, "confidence": public_chance},
            "situations": situations(analysis.concepts),
            "aspect": aspect if aspect_chance > 0.5 else None,
            "distress": distress_kind(analysis.concepts, kinds) if act == DISTRESS else None,
            "requested_language": requested_language(analysis.concepts, act),
        }

    def _told_public(self, message: Message) -> dict[str, Any] | None:
        """The public that the subject of a question tells, when the words do not."""
        ranking = (message.data.get(QUESTION) or {}).get("ranking") or [("", 0.0)]
        article, confidence = ranking[0]
        if article not in self._told or confidence < SURE:
            return None
        return {"name": self._told[article], "confidence": confidence}

    def _best(self, facet: str, analysis: Analysis) -> tuple[str | None, float]:
        classifier = self._classifiers.get(facet)
        if classifier is None or not analysis.words:
            return None, 0.0
        return classifier.ranking(analysis)[0]

    def write(self, folder: Path) -> None:
        """Write all classifiers."""
        text = json.dumps(self._told, ensure_ascii=False)
        (folder / "told.json").write_text(text, encoding="utf-8")
        for facet, classifier in self._classifiers.items():
            classifier.save(folder / facet)

    def read(self, folder: Path) -> None:
        """Read all classifiers."""
        self._told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
        self._classifiers = {
            facet: TextClassifier.load(folder / facet)
            for facet in LEARNED
            if (folder / facet).is_dir()
        }


def told_publics(examples: Sequence[Example]) -> dict[str, str]:
    """Articles whose subject itself tells the public, as all questions on them agree on it."""
    seen: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        if example.article and "public" in example.facets:
            seen[example.article].append(example.facets["public"])
    return {
        article: publics[0]
        for article, publics in seen.items()
        if len(publics) >= FEWEST and set(publics) == {publics[0]} and publics[0] != UNKNOWN
    }


def likeliest_detail(kinds: Mapping[str, float], act: str) -> tuple[str | None, float]:
    """The likeliest kind of an act, without the act's name."""
    of_act = {kind: chance for kind, chance in kinds.items() if act_of(kind) == act}
    if not of_act:
        return None, 0.0
    best = max(of_act, key=lambda kind: of_act[kind])
    return detail_of(best), of_act[best]


def situations(concepts: Sequence[str]) -> list[str]:
    """Situations that the words of a message name."""
    return [name for name in SITUATIONS if SITUATION + name in concepts]


def distress_kind(concepts: Sequence[str], kinds: Mapping[str, float]) -> str:
    """What kind of distress: by an alarming word, else by the likeliest kind."""
    for concept in concepts:
        if concept.startswith(ALARM):
            return concept[len(ALARM) :]
    return likeliest_detail(kinds, DISTRESS)[0] or CRISIS


def requested_language(concepts: Sequence[str], act: str | None) -> str | None:
    """The language that a visitor asks to change to."""
    if act != "change_language":
        return None
    named = [c[len(LANGUAGE) :] for c in concepts if c.startswith(LANGUAGE)]
    return named[-1] if named else None
