"""The text classifier that everything here uses: linear, on weighted n-grams, calibrated.

Linear support vector machines, one for each view of the text (mostly words, mostly letters),
averaged. As the views only weigh the blocks of n-grams differently, their average is again one
linear model. A temperature found on held-out predictions turns scores into probabilities.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags
from sklearn.svm import LinearSVC

from nlu.analysis import Analysis
from nlu.features import Row, Vectoriser

Array = npt.NDArray[np.float32]
Labels = npt.NDArray[np.str_]

VIEWS: Sequence[Mapping[str, float]] = (
    {"words": 1.0, "letters": 0.8, "concepts": 1.0},
    {"words": 0.1, "letters": 1.0, "concepts": 0.7},
)
PENALTY = 5.0
TOLERANCE = 0.1
FOLDS = 3


@dataclass
class TextClassifier:
    """Labels for messages, with probabilities."""

    vectoriser: Vectoriser
    labels: tuple[str, ...]
    weights: Array
    temperature: float = 3.0

    @classmethod
    def fit(
        cls,
        analyses: Sequence[Analysis],
        labels: Sequence[str],
        importance: Sequence[float] | None = None,
        rarest: int = 1,
    ) -> TextClassifier:
        """Train on examples, each with its importance (1 if not said)."""
        vectoriser = Vectoriser.fit(analyses, rarest)
        answers = np.asarray(labels)
        shares = np.ones(len(labels)) if importance is None else np.asarray(importance)
        weights = _train(vectoriser, vectoriser.matrix(analyses), answers, shares)
        return cls(vectoriser, tuple(np.unique(answers).tolist()), weights)

    def calibrate(self, scores: Array, labels: Sequence[str]) -> None:
        """Choose the temperature on held-out scores and their right labels."""
        known = {label: place for place, label in enumerate(self.labels)}
        answers = np.asarray([known[label] for label in labels])
        self.temperature = _temperature(scores, answers)

    def scores(self, row: Row) -> Array:
        """Raw scores of all labels."""
        part = self.weights[row.columns]
        return np.asarray(row.values @ part + self.weights[-1], dtype=np.float32)

    def probabilities(self, analysis: Analysis) -> Array:
        """Calibrated probabilities, in the order of `labels`."""
        return softmax(self.scores(self.vectoriser.row(analysis)) * self.temperature)

    def ranking(self, analysis: Analysis) -> list[tuple[str, float]]:
        """Labels with their probability, likeliest first."""
        chances = self.probabilities(analysis)
        return [(self.labels[i], float(chances[i])) for i in np.argsort(-chances, kind="stable")]

    def contributions(self, analysis: Analysis, label: str) -> dict[str, float]:
        """How much each n-gram of a message spoke for a label."""
        row = self.vectoriser.row(analysis)
        parts = self.weights[row.columns, self.labels.index(label)] * row.values
        return dict(zip(self.vectoriser.names(row.columns), map(float, parts), strict=True))

    def save(self, folder: Path) -> None:
        """Write the classifier into a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        self.vectoriser.save(folder)
        np.save(folder / "weights.npy", self.weights.astype(np.float16))
        facts = {"labels": self.labels, "temperature": self.temperature}
        (folder / "classifier.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TextClassifier:
        """Read what `save` wrote."""
        facts = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        weights = np.load(folder / "weights.npy").astype(np.float32)
        return cls(
            Vectoriser.load(folder), tuple(facts["labels"]), weights, float(facts["temperature"])
        )


def held_out_scores(
    analyses: Sequence[Analysis],
    labels: Sequence[str],
    importance: Sequence[float] | None = None,
    folds: Sequence[int] | None = None,
    rarest: int = 1,
) -> Array:
    """Scores of each example by classifiers that did not see its fold.

    Examples of fold -1 are always learned from and never scored. A label that a fold takes away
    wholly scores lowest.
    """
    names = sorted(set(labels))
    places = np.asarray(folds if folds is not None else spread(len(labels)))
    scores = np.full((len(labels), len(names)), -2.0, dtype=np.float32)
    for fold in sorted(set(places.tolist()) - {-1}):
        rest = np.flatnonzero(places != fold)
        part = TextClassifier.fit(
            [analyses[i] for i in rest],
            [labels[i] for i in rest],
            None if importance is None else [importance[i] for i in rest],
            rarest,
        )
        columns = [names.index(label) for label in part.labels]
        for place in np.flatnonzero(places == fold):
            scores[place, columns] = part.scores(part.vectoriser.row(analyses[place]))
    return scores


def spread(size: int, folds: int = FOLDS) -> list[int]:
    """Folds drawn by lot, the same at every call."""
    drawn: list[int] = (np.random.default_rng(0).permutation(size) % folds).tolist()
    return drawn


def softmax(scores: Array) -> Array:
    """Scores as probabilities, row by row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def _train(
    vectoriser: Vectoriser, matrix: csr_matrix, answers: Labels, importance: npt.NDArray[np.float64]
) -> Array:
    """Average weights of one machine for each view, trained side by side."""

    def of_view(view: Mapping[str, float]) -> Array:
        return _machine(matrix, answers, importance, vectoriser.scale(view))

    with ThreadPoolExecutor(max_workers=len(VIEWS)) as pool:
        parts = list(pool.map(of_view, VIEWS))
    return np.asarray(np.mean(parts, axis=0), dtype=np.float32)


def _machine(
    matrix: csr_matrix, answers: Labels, importance: npt.NDArray[np.float64], scale: Array
) -> Array:
    """Weights of all columns, the bias in the last row, for the columns as they are unscaled."""
    used = np.flatnonzero(scale)
    machine = LinearSVC(
        C=PENALTY, tol=TOLERANCE, class_weight="balanced", random_state=0, max_iter=300
    )
    machine.fit((matrix @ diags(scale))[:, used], answers, sample_weight=importance)
    found, bias = machine.coef_, machine.intercept_
    if len(found) == 1:  # of two labels scikit-learn keeps one side only
        found, bias = np.vstack([-found, found]), np.concatenate([-bias, bias])
    weights = np.zeros((matrix.shape[1] + 1, len(found)), dtype=np.float32)
    weights[used] = (found * scale[used]).T
    weights[-1] = bias
    return weights


def _temperature(scores: Array, answers: npt.NDArray[np.int64]) -> float:
    def loss(log_temperature: float) -> float:
        chances = softmax(scores * np.float32(np.exp(log_temperature)))
        right = chances[np.arange(len(answers)), answers]
        return float(-np.log(np.maximum(right, 1e-9)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 4.0), method="bounded").x))
