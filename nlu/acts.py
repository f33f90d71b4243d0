"""The dialogue act of a message, which is its intent."""

from __future__ import annotations

from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classifier import TextClassifier
from nlu.component import AnalysingComponent
from nlu.examples import visitor_examples

NOTHING = "none"
"""The act of a message without a word in it."""
RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(AnalysingComponent):
    """Sets `intent` and `intent_ranking`."""

    _classifier: TextClassifier

    def learn(self, training_data: TrainingData) -> None:
        """Learn the acts of all examples."""
        examples = visitor_examples(training_data)
        analyses = [self.analyser.analyse(e.text, e.language or "fr") for e in examples]
        self._classifier = TextClassifier.fit(analyses, [e.act for e in examples])

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the act of each message."""
        for message in messages:
            ranking = self._rank(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, str | float]]:
        analysis = self.analysis(message)
        if not analysis.words:
            return [{"name": NOTHING, "confidence": 1.0}]
        ranking = self._classifier.ranking(analysis)[:RANKED]
        return [{"name": name, "confidence": chance} for name, chance in ranking]

    def write(self, folder: Path) -> None:
        """Write the classifier."""
        self._classifier.save(folder)

    def read(self, folder: Path) -> None:
        """Read the classifier."""
        self._classifier = TextClassifier.load(folder)
