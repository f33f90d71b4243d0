"""Training examples in plain form, and the one helper that reads a message's metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.words import LANGUAGES

ASK = "ask"


@dataclass(frozen=True)
class Example:
    """One phrasing with what is known of it."""

    text: str
    act: str
    language: str | None
    article: str | None = None
    facets: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_document(self) -> bool:
        """A sentence of an article, not a question."""
        return "part" in self.facets


def intent_of(article: str) -> str:
    """The retrieval intent of an article ("center/services" as "ask/center__services")."""
    return f"{ASK}/{article.replace('/', '__')}"


def article_of(intent: str) -> str:
    """The article of a retrieval intent."""
    return intent.partition("/")[2].replace("__", "/", 1)


def metadata_of(message: Message) -> Mapping[str, Any]:
    """Metadata of a message: flat at run time, under "intent" and "example" in training."""
    found = message.get("metadata") or {}
    return {**found, **(found.get("intent") or {}), **(found.get("example") or {})}


def examples_of(training_data: TrainingData) -> list[Example]:
    """All labelled examples, in their order."""
    return [
        _example(message)
        for message in training_data.intent_examples
        if message.get(TEXT) and message.get(INTENT)
    ]


def visitor_examples(training_data: TrainingData) -> list[Example]:
    """Examples in French or Dutch; the others only teach what is neither."""
    return [e for e in examples_of(training_data) if e.language in (None, *LANGUAGES)]


def _example(message: Message) -> Example:
    facets = metadata_of(message)
    key = message.get(INTENT_RESPONSE_KEY)
    return Example(
        text=message.get(TEXT),
        act=message.get(INTENT),
        language=facets.get("language"),
        article=article_of(key) if key else None,
        facets={name: value for name, value in facets.items() if name != "language"},
    )
