"""From the scores of all labels to the probabilities of acts: a small regression.

A question may be near any of a hundred articles, a greeting is near one label: the sum of
probabilities would lean to questions. The regression sees only the best score of each act, and
learns on held-out messages how to weigh them against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nlu.classifier import Array, softmax

PENALTY = 3.0


@dataclass(frozen=True)
class ActDecision:
    """The fitted regression.

    :param acts: acts, in the order of the columns.
    :param members: for each label of the classifier, the column of its act.
    """

    acts: tuple[str, ...]
    members: tuple[int, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    @classmethod
    def fit(cls, label_acts: Sequence[str], scores: Array, acts: Sequence[str]) -> ActDecision:
        """Learn from held-out scores and the acts that were right.

        :param label_acts: the act of each label of the classifier.
        """
        names = tuple(sorted(set(label_acts)))
        members = tuple(names.index(act) for act in label_acts)
        best = best_scores(scores, members, len(names))
        weights, bias = np.eye(len(names), dtype=np.float64) * 4, np.zeros(len(names))
        known = sorted(set(acts))
        if len(known) > 2:
            model = LogisticRegression(C=PENALTY, max_iter=2000)
            model.fit(best, np.asarray(acts))
            rows = [names.index(act) for act in model.classes_]
            bias[:] = -20.0
            weights[rows], bias[rows] = model.coef_, model.intercept_
        return cls(
            names, members, tuple(map(tuple, weights.tolist())), tuple(map(float, bias.tolist()))
        )

    def of(self, scores: Array) -> dict[str, float]:
        """Probabilities of the acts of one message."""
        best = best_scores(scores[np.newaxis], self.members, len(self.acts))[0]
        chances = softmax(np.asarray(self.weights) @ best + np.asarray(self.bias))
        return dict(zip(self.acts, chances.tolist(), strict=True))


def best_scores(scores: Array, members: Sequence[int], acts: int) -> npt.NDArray[np.float64]:
    """The best score of each act, for each row of scores."""
    columns = np.asarray(members)
    best = [scores[:, columns == act].max(axis=1) for act in range(acts)]
    return np.asarray(np.stack(best, axis=1), dtype=np.float64)
