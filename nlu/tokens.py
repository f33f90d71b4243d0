"""The tokeniser: spaCy's rules of the language that the message is in, with stems as lemmas."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from nlu.component import language_of
from nlu.words import cut


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):  # type: ignore[misc]
    """Tokens for Rasa's own components (forms, entity extractors, tests)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are names, not texts to be cut."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of an attribute of a message."""
        words = cut(message.get(attribute), language_of(message))
        return [Token(word.text, word.start, lemma=word.stem) for word in words]
