"""The language of a message: French, Dutch, or neither, with the conversation's as a prior."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.component import TrainedComponent
from nlu.examples import examples_of, metadata_of
from nlu.language_data import clean
from nlu.language_model import LanguageModel
from nlu.words import LANGUAGES

OTHER = "other"
PRIOR = 0.9
"""Weight of the conversation's language against the other ones for one more message; of both
French and Dutch before there is a conversation: "allo" and "ja" are words of half of Europe."""
CLEAR_WORDS = 3
CLEAR_CONFIDENCE = 0.9


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageIdentifier(TrainedComponent):
    """Sets `language`."""

    _model: LanguageModel

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The modules below the component, which Rasa does not see."""
        modules = sorted(Path(__file__).parent.glob("language*.py"))
        return hashlib.sha256(b"".join(path.read_bytes() for path in modules)).hexdigest()

    def learn(self, training_data: TrainingData) -> None:
        """Learn from word lists and the examples that say their language."""
        examples = [(e.language, e.text) for e in examples_of(training_data) if e.language]
        self._model = LanguageModel.train(examples)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples say their language themselves."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the language of each message."""
        for message in messages:
            prior = metadata_of(message).get("language")
            found = identify(self._model, message.get(TEXT) or "", prior)
            message.set("language", found, add_to_output=True)
        return messages

    def write(self, folder: Path) -> None:
        """Write the language model."""
        self._model.save(folder)

    def read(self, folder: Path) -> None:
        """Read the language model."""
        self._model = LanguageModel.load(folder)


def identify(model: LanguageModel, text: str, prior: str | None) -> dict[str, Any]:
    """The language of a text, as the contract of `language` has it."""
    chances = model.chances(text)
    number = len(clean(text).split())
    leading, confidence = _best(chances)
    clear = number >= CLEAR_WORDS and confidence >= CLEAR_CONFIDENCE
    if not clear:
        chances = _with_prior(chances, prior)
        leading, confidence = _best(chances)
    guess = max(LANGUAGES, key=lambda language: chances[language])
    return {"name": leading, "confidence": confidence, "clear": clear, "guess": guess}


def _best(chances: Mapping[str, float]) -> tuple[str, float]:
    return max(chances.items(), key=lambda pair: pair[1])


def _with_prior(chances: Mapping[str, float], prior: str | None) -> dict[str, float]:
    expected = (prior,) if prior in LANGUAGES else LANGUAGES
    weighed = {
        language: chance * (PRIOR if language in expected else (1 - PRIOR) / 2)
        for language, chance in chances.items()
    }
    total = sum(weighed.values()) or 1.0
    return {language: chance / total for language, chance in weighed.items()}
