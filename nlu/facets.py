"""Facets of a message: theme, public, situations, aspect, distress, the language asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.acts import ALARM, KINDS, QUESTION
from nlu.analysis import Analysis
from nlu.classifier import TextClassifier, Training, spread
from nlu.component import AnalysingComponent
from nlu.examples import ASK, Example, visitor_examples
from nlu.kinds import act_of, detail_of
from nlu.message_model import DISTRESS
from nlu.publics import PublicDecision, Ranking

UNKNOWN = "unknown"
SITUATIONS = ("without_papers", "disability", "newcomer", "neet")
SITUATION = "situation_"
LANGUAGE = "language_"
CRISIS = "crisis"


PUBLIC, ASPECT = "public", "aspect"
PUBLICS = "publics.json"
ABOUT_NOBODY = frozenset(
    "greet thank bye affirm deny are_you_a_bot easier change_language leave_queue forget".split()
)
ABOUT_SOMEBODY = frozenset({ASK, DISTRESS, "follow_up", "profile"})
CLEARLY = 0.7
"""Probability from which a message of another act tells who writes (chosen: two to one)."""
LEARNED = (PUBLIC, ASPECT)
"""Facets that are learned from the examples that say them."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FacetClassifier(AnalysingComponent):
    """Sets `facets`."""

    _classifiers: dict[str, TextClassifier]
    _publics: PublicDecision | None = None

    def learn(self, training_data: TrainingData) -> None:
        """Learn each facet from the examples that say it."""
        examples = visitor_examples(training_data)
        self._classifiers, self._publics = {}, None
        for facet in LEARNED:
            chosen = [(e, name) for e in examples if (name := e.facets.get(facet))]
            if len({name for _, name in chosen}) > 1:
                self._learn_facet(facet, chosen)

    def _learn_facet(self, facet: str, chosen: Sequence[tuple[Example, str]]) -> None:
        analyses = [self.analyser.analyse(e.text, e.language or "fr") for e, _ in chosen]
        labels, folds = [name for _, name in chosen], spread(len(chosen))
        classifier, scores = Training.prepare(analyses).fit_and_judge(labels, folds)
        classifier.calibrate(scores, labels)
        self._classifiers[facet] = classifier
        if facet == PUBLIC:
            articles = [e.article for e, _ in chosen]
            self._publics = PublicDecision.fit(classifier.labels, scores, labels, articles, folds)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the facets of each message."""
        for message in messages:
            act = (message.get(INTENT) or {}).get("name")
            kinds = message.data.get(KINDS) or {}
            facets = self._facets(self.analysis(message), act, kinds)
            ranking = (message.data.get(QUESTION) or {}).get("ranking") if act == ASK else None
            facets["public"] = self._public(self.analysis(message), act, ranking or ())
            message.set("facets", facets, add_to_output=True)
        return messages

    def _facets(
        self, analysis: Analysis, act: str | None, kinds: Mapping[str, float]
    ) -> dict[str, Any]:
        aspect, aspect_chance = self._best(ASPECT, analysis)
        theme, theme_chance = likeliest_detail(kinds, ASK)
        return {
            "theme": {"name": theme if act == ASK else None, "confidence": theme_chance},
            "situations": situations(analysis.concepts),
            "aspect": aspect if aspect_chance > 0.5 else None,
            "distress": distress_kind(analysis.concepts, kinds) if act == DISTRESS else None,
            "requested_language": requested_language(analysis.concepts, act),
        }

    def _public(self, analysis: Analysis, act: str | None, ranking: Ranking) -> dict[str, Any]:
        """Who writes. It is learned from questions: other messages must say it more clearly."""
        classifier = self._classifiers.get(PUBLIC)
        told = analysis.words and act not in ABOUT_NOBODY
        if classifier is None or self._publics is None or not told:
            return {"name": UNKNOWN, "confidence": 0.0}
        scores = classifier.scores(classifier.vectoriser.row(analysis))
        name, confidence = self._publics.of(scores, ranking)
        if act not in ABOUT_SOMEBODY and confidence < CLEARLY:
            name = UNKNOWN
        return {"name": name, "confidence": confidence}

    def _best(self, facet: str, analysis: Analysis) -> tuple[str | None, float]:
        classifier = self._classifiers.get(facet)
        if classifier is None or not analysis.words:
            return None, 0.0
        return classifier.ranking(analysis)[0]

    def write(self, folder: Path) -> None:
        """Write all classifiers."""
        if self._publics:
            text = json.dumps(asdict(self._publics), ensure_ascii=False)
            (folder / PUBLICS).write_text(text, encoding="utf-8")
        for facet, classifier in self._classifiers.items():
            classifier.save(folder / facet)

    def read(self, folder: Path) -> None:
        """Read all classifiers."""
        if (folder / PUBLICS).is_file():
            facts = json.loads((folder / PUBLICS).read_text(encoding="utf-8"))
            self._publics = PublicDecision(**facts)
        self._classifiers = {
            facet: TextClassifier.load(folder / facet)
            for facet in LEARNED
            if (folder / facet).is_dir()
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
