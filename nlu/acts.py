"""The dialogue act of a message, which is its intent, and the articles near its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.analysis import Analysis
from nlu.augment import mixed
from nlu.component import AnalysingComponent
from nlu.decision import choose
from nlu.examples import Example, visitor_examples
from nlu.features import Row
from nlu.message_model import DISTRESS, MessageModel, Ranking
from nlu.spelling import Speller
from nlu.words import LANGUAGES

NOTHING = "none"
"""The act of a message without a word in it."""
ALARM = "alarm_"
ALARMED = 0.95
"""Confidence in distress when a word of the alarm lexicon stands in a message."""
OTHER = "other"
FEW_WORDS = 4
"""Words from which the language of a message is told by all of them, known or not."""
RANKED = 10
REASONS = 5
KINDS, QUESTION = "kinds", "question"
"""Where a message keeps what the components that follow need; not part of the output."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(AnalysingComponent):
    """Sets `intent` and `intent_ranking`; the first to analyse a message, it mends its slips."""

    _model: MessageModel

    def learn(self, training_data: TrainingData) -> None:
        """Learn acts and articles from all examples, and from mixtures of them."""
        found = visitor_examples(training_data)
        examples = [*found, *mixed(found)]
        analyses = [self.analyser.analyse(e.text, e.language or "fr") for e in examples]
        self._model = MessageModel.fit(examples, analyses)
        self.analyser.speller = Speller.learn(_words(found, analyses[: len(found)]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the act of each message."""
        for message in messages:
            analysis = self.analysis(message)
            self._settle_language(message)
            ranking = self._understand(message, analysis) if analysis.words else _nothing()
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[:RANKED], add_to_output=True)
        return messages

    def _settle_language(self, message: Message) -> None:
        """A few words, all of them ours, are in one of our languages ("yo", "duo for a job")."""
        heard = message.get("language") or {}
        if heard.get("name") != OTHER or heard.get("clear"):
            return
        words = self.analyser.words(message.get(TEXT) or "", heard["guess"])
        if len(words) <= FEW_WORDS and self.analyser.speller.knows(words, heard["guess"]):
            message.set("language", {**heard, "name": heard["guess"]}, add_to_output=True)

    def _understand(self, message: Message, analysis: Analysis) -> list[dict[str, Any]]:
        row = self._model.row(analysis)
        scores = self._model.scores(row)
        ranking = self._model.rank(scores, analysis)
        message.data[KINDS] = self._model.kinds(scores)
        if ranking:
            message.data[QUESTION] = self._question(ranking, row)
        return self._acts(self._model.acts(scores), analysis)

    def _acts(self, acts: Mapping[str, float], analysis: Analysis) -> list[dict[str, Any]]:
        if any(concept.startswith(ALARM) for concept in analysis.concepts):
            acts = {act: chance * (1 - ALARMED) for act, chance in acts.items()}
            acts = {**acts, DISTRESS: acts.get(DISTRESS, 0.0) + ALARMED}
        ranking = sorted(acts.items(), key=lambda pair: (-pair[1], pair[0]))
        if acts.get(DISTRESS, 0.0) >= self._model.distress_from:
            ranking.sort(key=lambda pair: pair[0] != DISTRESS)
        return [{"name": act, "confidence": chance} for act, chance in ranking]

    def _question(self, ranking: Ranking, row: Row) -> dict[str, Any]:
        decision, choices = choose(ranking, self._model.thresholds)
        return {
            "ranking": ranking,
            "decision": decision,
            "choices": choices,
            "why": self._why(row, ranking[0][0]),
        }

    def _why(self, row: Row, article: str) -> list[dict[str, Any]]:
        """The words and concepts that spoke most for an article."""
        weights: dict[str, float] = {}
        for gram, weight in self._model.classifier.contributions(row, article).items():
            block, _, name = gram.partition(":")
            if block != "letters":
                weights[name] = weights.get(name, 0.0) + weight
        telling = sorted(weights.items(), key=lambda pair: -pair[1])[:REASONS]
        return [{"words": name, "weight": round(w, 4)} for name, w in telling if w > 0]

    def write(self, folder: Path) -> None:
        """Write the model."""
        self._model.save(folder)
        self.analyser.speller.save(folder)

    def read(self, folder: Path) -> None:
        """Read the model."""
        self._model = MessageModel.load(folder)
        self.analyser.speller = Speller.load(folder)


def _words(
    examples: Sequence[Example], analyses: Sequence[Analysis]
) -> dict[str, list[Sequence[str]]]:
    """The words of the examples of each language; of no language said, of both."""
    return {
        language: [
            analysis.words
            for example, analysis in zip(examples, analyses, strict=True)
            if example.language in (None, language)
        ]
        for language in LANGUAGES
    }


def _nothing() -> list[dict[str, Any]]:
    return [{"name": NOTHING, "confidence": 1.0}]
