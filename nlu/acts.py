"""The dialogue act of a message, which is its intent."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.analysis import Analysis
from nlu.augment import mixed
from nlu.classifier import TextClassifier, held_out_scores, softmax
from nlu.component import AnalysingComponent
from nlu.examples import Example, visitor_examples
from nlu.folds import LEARNED, unseen_folds
from nlu.kinds import act_of, kind_of

NOTHING = "none"
"""The act of a message without a word in it."""
DISTRESS = "distress"
ALARM = "alarm_"
ALARMED = 0.95
"""Confidence in distress when a word of the alarm lexicon stands in a message."""
RANKED = 10
RECALL = 0.99
"""Share of held-out messages in distress that must be recognised; the threshold follows from it."""
HIGHEST_THRESHOLD, LOWEST_THRESHOLD = 0.5, 0.3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(AnalysingComponent):
    """Sets `intent`, `intent_ranking`, and `kinds` for the components that follow."""

    _classifier: TextClassifier
    _distress_from: float = HIGHEST_THRESHOLD

    def learn(self, training_data: TrainingData) -> None:
        """Learn the kinds of all examples; calibrate on those that are not phrasings."""
        found = [e for e in visitor_examples(training_data) if not e.is_document]
        examples = [*found, *mixed(found)]
        analyses = [self.analyser.analyse(e.text, e.language or "fr") for e in examples]
        kinds = [kind_of(example) for example in examples]
        folds = [*unseen_folds(found), *[LEARNED] * (len(examples) - len(found))]
        scores = held_out_scores(analyses, kinds, folds=folds)
        judged = np.flatnonzero(np.asarray(folds) != LEARNED)
        self._classifier = TextClassifier.fit(analyses, kinds)
        if len(judged):
            self._classifier.calibrate(scores[judged], [kinds[i] for i in judged])
            self._distress_from = self._threshold(scores[judged], [examples[i] for i in judged])

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the act of each message."""
        for message in messages:
            analysis = self.analysis(message)
            kinds = self._kinds(analysis)
            ranking = self._ranking(kinds, analysis)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[:RANKED], add_to_output=True)
            message.data["kinds"] = kinds
        return messages

    def _kinds(self, analysis: Analysis) -> dict[str, float]:
        if not analysis.words:
            return {NOTHING: 1.0}
        return dict(self._classifier.ranking(analysis))

    def _ranking(
        self, kinds: Mapping[str, float], analysis: Analysis
    ) -> list[dict[str, str | float]]:
        acts = acts_of(kinds)
        if any(concept.startswith(ALARM) for concept in analysis.concepts):
            acts = {act: chance * (1 - ALARMED) for act, chance in acts.items()}
            acts[DISTRESS] = acts.get(DISTRESS, 0.0) + ALARMED
        ranking = sorted(acts.items(), key=lambda pair: (-pair[1], pair[0]))
        if acts.get(DISTRESS, 0.0) >= self._distress_from:
            ranking.sort(key=lambda pair: pair[0] != DISTRESS)
        return [{"name": act, "confidence": chance} for act, chance in ranking]

    def _threshold(self, scores: np.ndarray, examples: Sequence[Example]) -> float:
        """The highest threshold at which the wanted share of distress is still recognised."""
        chances = softmax(scores * np.float32(self._classifier.temperature))
        columns = [i for i, kind in enumerate(self._classifier.labels) if act_of(kind) == DISTRESS]
        wanted = [i for i, example in enumerate(examples) if example.act == DISTRESS]
        if not wanted or not columns:
            return HIGHEST_THRESHOLD
        found = chances[:, columns].sum(axis=1)[wanted]
        lowest = float(np.quantile(found, 1 - RECALL))
        return min(HIGHEST_THRESHOLD, max(LOWEST_THRESHOLD, lowest))

    def write(self, folder: Path) -> None:
        """Write the classifier and the threshold of distress."""
        self._classifier.save(folder / "acts")
        facts = {"distress_from": self._distress_from}
        (folder / "acts.json").write_text(json.dumps(facts), encoding="utf-8")

    def read(self, folder: Path) -> None:
        """Read the classifier and the threshold of distress."""
        self._classifier = TextClassifier.load(folder / "acts")
        facts = json.loads((folder / "acts.json").read_text(encoding="utf-8"))
        self._distress_from = float(facts["distress_from"])


def acts_of(kinds: Mapping[str, float]) -> dict[str, float]:
    """Probabilities of acts: the sums over their kinds."""
    acts: dict[str, float] = defaultdict(float)
    for kind, chance in kinds.items():
        acts[act_of(kind)] += chance
    return dict(acts)
