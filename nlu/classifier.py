"""The text classifier that everything here uses: linear, on weighted n-grams, calibrated.

A linear support vector machine. A temperature found on held-out predictions turns its scores into
probabilities.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags
from sklearn.svm import LinearSVC

from nlu.analysis import Analysis
from nlu.features import Row, Vectoriser

Array = npt.NDArray[np.float32]
Labels = npt.NDArray[np.str_]

WEIGHTS: Mapping[str, float] = {"words": 0.5, "letters": 1.0, "concepts": 1.0}
"""What each block of n-grams counts."""
PENALTY = 5.0
TOLERANCE = 0.1
MANY = 5000
"""Examples from which a looser fit is right as often, in a third of the time."""
LOOSE = 0.5
PROCESSES = 2
"""Trainings side by side."""
FOLDS = 3
LOWEST = -2.0
"""Score of a label that a classifier never saw."""


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
        rarest: int = 1,
        penalty: float = PENALTY,
    ) -> TextClassifier:
        """Train on examples; n-grams of fewer than `rarest` of them are left out."""
        return Training.prepare(analyses, rarest).fit(labels, penalty)

    def calibrate(self, scores: Array, labels: Sequence[str]) -> None:
        """Choose the temperature on held-out scores and their right labels."""
        known = {label: place for place, label in enumerate(self.labels)}
        answers = np.asarray([known[label] for label in labels])
        self.temperature = _temperature(scores, answers)

    def scores(self, row: Row) -> Array:
        """Raw scores of all labels."""
        part = self.weights.take(row.columns, axis=0)
        return np.asarray(row.values @ part + self.weights[-1], dtype=np.float32)

    def probabilities(self, analysis: Analysis) -> Array:
        """Calibrated probabilities, in the order of `labels`."""
        return softmax(self.scores(self.vectoriser.row(analysis)) * self.temperature)

    def ranking(self, analysis: Analysis) -> list[tuple[str, float]]:
        """Labels with their probability, likeliest first."""
        chances = self.probabilities(analysis)
        return [(self.labels[i], float(chances[i])) for i in np.argsort(-chances, kind="stable")]

    def contributions(self, row: Row, label: str) -> dict[str, float]:
        """How much each n-gram of a message spoke for a label."""
        parts = self.weights[row.columns, self.labels.index(label)] * row.values
        return dict(zip(self.vectoriser.names(row.columns), map(float, parts), strict=True))

    def joined(self, other: TextClassifier) -> TextClassifier:
        """One classifier with the labels of both, which were trained in the same space."""
        weights = np.hstack([self.weights, other.weights])
        return replace(self, labels=(*self.labels, *other.labels), weights=weights)

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


@dataclass(frozen=True)
class Training:
    """Examples in the vector space, from which classifiers for several purposes are trained."""

    vectoriser: Vectoriser
    scale: Array
    matrix: csr_matrix

    @classmethod
    def prepare(
        cls,
        analyses: Sequence[Analysis],
        rarest: int = 1,
        weights: Mapping[str, float] = WEIGHTS,
    ) -> Training:
        """Choose the columns and place the examples in them, with blocks weighed so."""
        vectoriser = Vectoriser.fit(analyses, rarest)
        scale = vectoriser.scale(weights)
        matrix = vectoriser.matrix(analyses) @ diags(scale)
        return cls(vectoriser, scale, matrix.tocsr().astype(np.float64))

    def fit(self, labels: Sequence[str], penalty: float = PENALTY) -> TextClassifier:
        """Train on all examples."""
        answers = np.asarray(labels)
        return self._classifier(answers, _machine(self.matrix, answers, penalty))

    def fit_and_judge(
        self, labels: Sequence[str], folds: Sequence[int], penalty: float = PENALTY
    ) -> tuple[TextClassifier, Array]:
        """Train on all examples, and score each by a classifier that did not see its fold.

        Examples of fold -1 are always learned from and never scored. A label that a fold takes
        away wholly scores lowest.
        """
        answers, places = np.asarray(labels), np.asarray(folds)
        names = np.unique(answers)
        scores = np.full((len(answers), len(names)), LOWEST, dtype=np.float32)
        held_out = sorted(set(places.tolist()) - {-1})
        learned = [np.arange(len(answers)), *(np.flatnonzero(places != fold) for fold in held_out)]
        # scikit-learn's machine draws from one generator a process: threads would mix their draws.
        side_by_side = Parallel(n_jobs=PROCESSES if len(answers) >= MANY else 1)
        whole, *machines = side_by_side(
            delayed(_machine)(self.matrix[rows], answers[rows], penalty) for rows in learned
        )
        for fold, rows, weights in zip(held_out, learned[1:], machines, strict=True):
            judged = np.flatnonzero(places == fold)
            columns = np.searchsorted(names, np.unique(answers[rows]))
            scores[np.ix_(judged, columns)] = self.matrix[judged] @ weights[:-1] + weights[-1]
        return self._classifier(answers, whole), scores

    def _classifier(self, answers: Labels, weights: Array) -> TextClassifier:
        """The classifier for vectors as they are, before blocks are weighed."""
        weights[:-1] *= self.scale[:, np.newaxis]
        return TextClassifier(self.vectoriser, tuple(np.unique(answers).tolist()), weights)


def spread(size: int, folds: int = FOLDS) -> list[int]:
    """Folds drawn by lot, the same at every call."""
    drawn: list[int] = (np.random.default_rng(0).permutation(size) % folds).tolist()
    return drawn


def softmax(scores: Array) -> Array:
    """Scores as probabilities, row by row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def _machine(matrix: csr_matrix, answers: Labels, penalty: float) -> Array:
    """Weights of all columns, the bias in the last row."""
    machine = LinearSVC(
        C=penalty,
        tol=TOLERANCE if len(answers) < MANY else LOOSE,
        class_weight="balanced",
        random_state=0,
        max_iter=300,
    )
    machine.fit(matrix, answers)
    found, bias = machine.coef_, machine.intercept_
    if len(found) == 1:  # of two labels scikit-learn keeps one side only
        found, bias = np.vstack([-found, found]), np.concatenate([-bias, bias])
    return np.asarray(np.vstack([found.T, bias]), dtype=np.float32)


def _temperature(scores: Array, answers: npt.NDArray[np.int64]) -> float:
    def loss(log_temperature: float) -> float:
        chances = softmax(scores * np.float32(np.exp(log_temperature)))
        right = chances[np.arange(len(answers)), answers]
        return float(-np.log(np.maximum(right, 1e-9)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 4.0), method="bounded").x))
