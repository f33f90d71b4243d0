"""Which article answers a question, how surely, and whether to answer or ask back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.analysis import Analysis
from nlu.component import AnalysingComponent
from nlu.decision import choose
from nlu.examples import ASK, intent_of, visitor_examples
from nlu.ranking import ArticleModel, Ranking

REASONS = 5
NOTHING: dict[str, Any] = {"ranking": [], "decision": "unknown", "choices": [], "why": []}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ArticleRanker(AnalysingComponent):
    """Sets `articles`, Rasa's `response_selector`, and the theme that follows from them."""

    _model: ArticleModel

    def learn(self, training_data: TrainingData) -> None:
        """Learn the articles from their phrasings, and what is none from all other examples."""
        examples = visitor_examples(training_data)
        analyses = [self.analyser.analyse(e.text, e.language or "fr") for e in examples]
        self._model = ArticleModel.fit(examples, analyses)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the articles of each message."""
        for message in messages:
            analysis = self.analysis(message)
            ranking = self._model.rank(analysis) if analysis.words else []
            message.set("articles", self._articles(ranking, analysis), add_to_output=True)
            message.set("response_selector", _selector(ranking), add_to_output=True)
            self._set_theme(message, ranking)
        return messages

    def _articles(self, ranking: Ranking, analysis: Analysis) -> dict[str, Any]:
        if not ranking:
            return dict(NOTHING)
        decision, choices = choose(ranking, self._model.thresholds)
        return {
            "ranking": [{"id": name, "confidence": chance} for name, chance in ranking],
            "decision": decision,
            "choices": choices,
            "why": self._why(analysis, ranking[0][0]),
        }

    def _set_theme(self, message: Message, ranking: Ranking) -> None:
        """The theme of a question is the one that its articles share."""
        facets = message.get("facets")
        if not facets or not ranking or (message.get(INTENT) or {}).get("name") != ASK:
            return
        themes = self._model.themes(ranking)
        theme = max(themes, key=lambda name: themes[name])
        facets = {**facets, "theme": {"name": theme, "confidence": min(1.0, themes[theme])}}
        message.set("facets", facets, add_to_output=True)

    def _why(self, analysis: Analysis, article: str) -> list[dict[str, Any]]:
        """The words and concepts that spoke most for an article."""
        weights: dict[str, float] = {}
        for gram, weight in self._model.classifier.contributions(analysis, article).items():
            block, _, name = gram.partition(":")
            if block != "letters":
                weights[name] = weights.get(name, 0.0) + weight
        telling = sorted(weights.items(), key=lambda pair: -pair[1])[:REASONS]
        return [{"words": name, "weight": round(w, 4)} for name, w in telling if w > 0]

    def write(self, folder: Path) -> None:
        """Write the model."""
        self._model.save(folder)

    def read(self, folder: Path) -> None:
        """Read the model."""
        self._model = ArticleModel.load(folder)


def _selector(ranking: Ranking) -> dict[str, Any]:
    """The ranking in the form that Rasa's own response selector gives."""
    entries = [
        {"intent_response_key": intent_of(article), "confidence": chance}
        for article, chance in ranking
    ]
    key = entries[0]["intent_response_key"] if entries else None
    found = {
        "response": {
            "responses": [{"text": ranking[0][0]}] if ranking else [],
            "confidence": entries[0]["confidence"] if entries else 0.0,
            "intent_response_key": key,
            "utter_action": f"utter_{key}" if key else None,
        },
        "ranking": entries,
    }
    return {"all_retrieval_intents": [ASK], ASK: found, "default": found}
