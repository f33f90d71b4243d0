"""Which article answers a question, how surely, and whether to answer or ask back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.analysis import Analysis
from nlu.classifier import TextClassifier
from nlu.component import AnalysingComponent
from nlu.decision import Thresholds, choose
from nlu.examples import ASK, intent_of, visitor_examples

RANKED = 10
REASONS = 5
_LEAST = 3
"""Letters of an n-gram that says something to a person."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ArticleRanker(AnalysingComponent):
    """Sets `articles` and Rasa's `response_selector`."""

    _classifier: TextClassifier
    _thresholds: Thresholds

    def learn(self, training_data: TrainingData) -> None:
        """Learn the articles from their phrasings."""
        examples = [e for e in visitor_examples(training_data) if e.article]
        analyses = [self.analyser.analyse(e.text, e.language or "fr") for e in examples]
        self._classifier = TextClassifier.fit(analyses, [str(e.article) for e in examples])
        self._thresholds = Thresholds()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the articles of each message."""
        for message in messages:
            articles = self._articles(self.analysis(message))
            message.set("articles", articles, add_to_output=True)
            message.set("response_selector", _selector(articles["ranking"]), add_to_output=True)
        return messages

    def _articles(self, analysis: Analysis) -> dict[str, Any]:
        if not analysis.words:
            return {"ranking": [], "decision": "unknown", "choices": [], "why": []}
        ranking = self._classifier.ranking(analysis)[:RANKED]
        decision, choices = choose(ranking, self._thresholds)
        return {
            "ranking": [{"id": name, "confidence": chance} for name, chance in ranking],
            "decision": decision,
            "choices": choices,
            "why": self._why(analysis, ranking[0][0]),
        }

    def _why(self, analysis: Analysis, article: str) -> list[dict[str, Any]]:
        parts = self._classifier.contributions(analysis, article)
        telling = {
            gram.split(":", 1)[1]: weight
            for gram, weight in parts.items()
            if not gram.startswith("letters:")
        }
        best = sorted(telling.items(), key=lambda pair: -pair[1])[:REASONS]
        return [{"words": words, "weight": round(weight, 4)} for words, weight in best if weight > 0]

    def write(self, folder: Path) -> None:
        """Write the classifier and the thresholds."""
        self._classifier.save(folder / "articles")
        (folder / "thresholds.json").write_text(json.dumps(vars(self._thresholds)))

    def read(self, folder: Path) -> None:
        """Read the classifier and the thresholds."""
        self._classifier = TextClassifier.load(folder / "articles")
        self._thresholds = Thresholds(**json.loads((folder / "thresholds.json").read_text()))


def _selector(ranking: list[dict[str, Any]]) -> dict[str, Any]:
    """The ranking in the form that Rasa's own response selector gives."""
    entries = [
        {"intent_response_key": intent_of(item["id"]), "confidence": item["confidence"]}
        for item in ranking
    ]
    key = entries[0]["intent_response_key"] if entries else None
    response = {
        "responses": [{"text": ranking[0]["id"]}] if ranking else [],
        "confidence": entries[0]["confidence"] if entries else 0.0,
        "intent_response_key": key,
        "utter_action": f"utter_{key}" if key else None,
    }
    return {
        "all_retrieval_intents": [ASK],
        ASK: {"response": response, "ranking": entries},
        "default": {"response": response, "ranking": entries},
    }
