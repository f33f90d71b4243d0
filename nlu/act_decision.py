"""From the scores of all labels to the probabilities of acts: a small regression.

A question may be near any of a hundred articles, a greeting is near one label: the sum of
probabilities would lean to questions. The regression sees only the best score of each group of
labels, and learns on held-out messages how to weigh them against each other. Messages count by
what visitors are expected to write, not by how many examples of an act there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nlu.classifier import Array, softmax

PENALTY = 3.0
LEAN = 4.0
"""Weight of an act's own score where there is too little to learn from."""
FEWEST = 200
"""Messages from which a regression is worth more than the scores as they are."""
SHARES: Mapping[str, float] = {
    "ask": 0.52,
    "follow_up": 0.03,
    "profile": 0.03,
    "out_of_scope": 0.15,
    "hand_over": 0.07,
    "book": 0.03,
    "change_booking": 0.02,
    "cancel_booking": 0.02,
    "distress": 0.05,
}
"""What visitors are expected to write (assumed); each other act is of the rarest of these."""

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ActDecision:
    """The fitted regression.

    :param acts: acts, in the order of the rows of weights.
    :param members: for each label of the classifier, its group: a column of weights.
    """

    acts: tuple[str, ...]
    members: tuple[int, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    @classmethod
    def fit(cls, groups: Sequence[str], scores: Array, acts: Sequence[str]) -> ActDecision:
        """Learn from held-out scores and the acts that were right.

        :param groups: the group of each label of the classifier; some are named as an act.
        """
        names = tuple(sorted(set(groups)))
        members = tuple(names.index(group) for group in groups)
        known = sorted(set(acts))
        rows = tuple(sorted({*known, *(name for name in names if name.isidentifier())}))
        weights = LEAN * np.asarray([[float(name == row) for name in names] for row in rows])
        bias = np.zeros(len(rows))
        if len(known) > 2 and len(acts) >= FEWEST:
            model = LogisticRegression(C=PENALTY, max_iter=2000)
            best = best_scores(scores, members, len(names))
            model.fit(best, np.asarray(acts), sample_weight=importance(acts))
            places = [rows.index(act) for act in model.classes_]
            bias[:] = -20.0
            weights[places], bias[places] = model.coef_, model.intercept_
        return cls(
            rows, members, tuple(map(tuple, weights.tolist())), tuple(map(float, bias.tolist()))
        )

    def of(self, scores: Array) -> dict[str, float]:
        """Probabilities of the acts of one message."""
        members, weights, bias = self._arrays
        best = best_scores(scores[np.newaxis], members, weights.shape[1])[0]
        chances = softmax(weights @ best + bias)
        return dict(zip(self.acts, chances.tolist(), strict=True))

    @cached_property
    def _arrays(self) -> tuple[npt.NDArray[np.int64], _Floats, _Floats]:
        return np.asarray(self.members), np.asarray(self.weights), np.asarray(self.bias)


def best_scores(scores: Array, members: npt.ArrayLike, groups: int) -> _Floats:
    """The best score of each group, for each row of scores."""
    columns = np.asarray(members)
    best = np.full((groups, len(scores)), -np.inf)
    np.maximum.at(best, columns, scores.T)
    return best.T


def importance(acts: Sequence[str]) -> list[float]:
    """How much each message counts, so that acts have their expected shares; 1 on average."""
    counts = Counter(acts)
    shares = {act: SHARES.get(act, min(SHARES.values())) for act in counts}
    whole = sum(shares.values()) or 1.0
    return [len(acts) * shares[act] / whole / counts[act] for act in acts]
