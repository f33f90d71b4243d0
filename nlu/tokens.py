"""The tokeniser: spaCy's rules of the language that the message is in, with stems as lemmas."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.component import language_of
from nlu.words import cut


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):  # type: ignore[misc]
    """Tokens for Rasa's own components (forms, entity extractors, tests).

    ``in_training: false`` leaves the examples uncut: ours cut texts themselves, once for all.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are names, not texts to be cut."""
        names = {"intent_tokenization_flag": False, "intent_split_symbol": "_"}
        return {**names, "in_training": True}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Cut the examples, where a component that learns from tokens follows (see the class)."""
        if self._config["in_training"]:
            training_data = super().process_training_data(training_data)
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of an attribute of a message."""
        words = cut(message.get(attribute), language_of(message))
        return [Token(word.text, word.start, lemma=word.stem) for word in words]
