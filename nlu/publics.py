"""The public of a message: what its words tell, and what its subject tells.

A question on the stage of young graduates tells a student without the word. How often each article
is asked by each public is counted on our questions; a small regression weighs it against the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nlu.classifier import softmax

PENALTY = 1.0
DOUBT = 2.0
"""Questions of the average public that are added to those counted on each article."""
Array = npt.NDArray[np.float64]
Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class PublicDecision:
    """The fitted regression.

    :param names: the publics, in the order of all vectors.
    :param average: share of each public in all questions.
    :param shares: share of each public in the questions on an article.
    """

    names: tuple[str, ...]
    average: tuple[float, ...]
    shares: Mapping[str, tuple[float, ...]]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    @classmethod
    def fit(
        cls,
        names: Sequence[str],
        scores: npt.NDArray[np.float32],
        publics: Sequence[str],
        articles: Sequence[str | None],
        folds: Sequence[int],
    ) -> PublicDecision:
        """Learn from held-out scores of the words, and counts that leave out the same fold."""
        places = np.asarray(folds)
        asked = np.eye(len(names))[[names.index(public) for public in publics]]
        average = asked.mean(axis=0)
        told = np.zeros((len(asked), len(names)))
        for fold in sorted(set(folds)):
            shares = _shares(asked, articles, places != fold, average)
            for row in np.flatnonzero(places == fold):
                told[row] = _log_ratio(shares.get(articles[row] or "", average), average)
        model = LogisticRegression(C=PENALTY, max_iter=1000, class_weight="balanced")
        model.fit(np.hstack([scores, told]), np.asarray(publics))
        weights, bias = model.coef_, model.intercept_
        if len(weights) == 1:  # of two labels scikit-learn keeps one side only
            weights, bias = np.vstack([-weights, weights]) / 2, np.asarray([-bias[0], bias[0]]) / 2
        whole = _shares(asked, articles, np.full(len(asked), True), average)
        return cls(
            tuple(names),
            tuple(average.tolist()),
            {article: tuple(share.tolist()) for article, share in whole.items()},
            tuple(map(tuple, weights.tolist())),
            tuple(bias.tolist()),
        )

    def of(self, scores: npt.NDArray[np.float32], ranking: Ranking) -> tuple[str, float]:
        """The likeliest public and its probability, for the scores of the words and a ranking."""
        average = np.asarray(self.average)
        mixture, left = np.zeros(len(average)), 1.0
        for article, chance in ranking:
            part = min(left, chance)
            mixture += part * np.asarray(self.shares.get(article, self.average))
            left -= part
        seen = np.concatenate([scores, _log_ratio(mixture + left * average, average)])
        chances = softmax(np.asarray(self.weights) @ seen + np.asarray(self.bias))
        best = int(np.argmax(chances))
        return self.names[best], float(chances[best])


def _shares(
    asked: Array, articles: Sequence[str | None], counted: npt.NDArray[np.bool_], average: Array
) -> dict[str, Array]:
    counts: dict[str, Array] = defaultdict(lambda: DOUBT * average)
    for row in np.flatnonzero(counted):
        article = articles[row]
        if article:
            counts[article] = counts[article] + asked[row]
    return {article: count / count.sum() for article, count in counts.items()}


def _log_ratio(shares: Array, average: Array) -> Array:
    return np.asarray(np.log(np.maximum(shares, 1e-6) / average))
