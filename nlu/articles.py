"""Which article answers a question, how surely, and whether to answer or ask back.

The ranking is made by the model of `nlu.acts`, in which acts and articles compete; this component
gives it the form that the actions, and Rasa's own tests of response selectors, read.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from nlu.acts import QUESTION
from nlu.examples import ASK, intent_of
from nlu.message_model import Ranking

UNKNOWN: dict[str, Any] = {"ranking": [], "decision": "unknown", "choices": [], "why": []}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ArticleRanker(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """Sets `articles`, Rasa's `response_selector`, and the theme that follows from them."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ArticleRanker:
        """There is nothing to load: the ranking comes with the message."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the articles of each message."""
        for message in messages:
            found = message.data.get(QUESTION) or UNKNOWN
            ranking: Ranking = found["ranking"]
            listed = [{"id": name, "confidence": chance} for name, chance in ranking]
            message.set("articles", {**found, "ranking": listed}, add_to_output=True)
            message.set("response_selector", _selector(ranking), add_to_output=True)
            _set_theme(message, ranking)
        return messages


def _set_theme(message: Message, ranking: Ranking) -> None:
    """The theme of a question is the one that its articles share."""
    facets = message.get("facets")
    if not facets or not ranking or (message.get(INTENT) or {}).get("name") != ASK:
        return
    themes: dict[str, float] = {}
    for article, chance in ranking:
        theme = article.partition("/")[0]
        themes[theme] = themes.get(theme, 0.0) + chance
    best = max(themes, key=lambda name: themes[name])
    theme_found = {"name": best, "confidence": min(1.0, themes[best])}
    message.set("facets", {**facets, "theme": theme_found}, add_to_output=True)


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
