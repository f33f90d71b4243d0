"""How likely the first article of a ranking is right: a small logistic regression.

It looks at the shape of the ranking and at how much of the message is known vocabulary, and is
fitted on held-out questions, out-of-scope ones among them (for which no article is right).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

Array = npt.NDArray[np.float64]
PENALTY = 1.0


@dataclass(frozen=True)
class Evidence:
    """What is known of a ranking.

    :param chances: probabilities of the articles, likeliest first.
    :param asked: probability that the message asks for any article at all.
    :param known: share of the words of the message that training has seen.
    :param words: number of words.
    """

    chances: tuple[float, ...]
    asked: float
    known: float
    words: int

    def features(self) -> list[float]:
        """The numbers that the regression sees."""
        first, second, third = (*self.chances, 0.0, 0.0, 0.0)[:3]
        return [
            _log_odds(first),
            math.log((first + 1e-4) / (second + 1e-4)),
            math.log((second + 1e-4) / (third + 1e-4)),
            _log_odds(self.asked),
            self.known,
            math.log(1 + self.words),
        ]


@dataclass(frozen=True)
class Confidence:
    """The fitted regression."""

    weights: tuple[float, ...]
    bias: float

    @classmethod
    def fit(
        cls, evidence: Sequence[Evidence], right: Sequence[bool], importance: Sequence[float]
    ) -> Confidence:
        """Learn from rankings whose first article was right or not."""
        model = LogisticRegression(C=PENALTY, max_iter=1000)
        seen = np.asarray([item.features() for item in evidence])
        model.fit(seen, np.asarray(right), sample_weight=np.asarray(importance))
        return cls(tuple(map(float, model.coef_[0])), float(model.intercept_[0]))

    def of(self, evidence: Evidence) -> float:
        """The probability that the first article is right."""
        score = self.bias + sum(
            w * x for w, x in zip(self.weights, evidence.features(), strict=True)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _log_odds(chance: float) -> float:
    bounded = min(1 - 1e-4, max(1e-4, chance))
    return math.log(bounded / (1 - bounded))
