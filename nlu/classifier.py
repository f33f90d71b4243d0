"""The text classifier that everything here uses: linear, on weighted n-grams, calibrated.

Ridge regression to +1/-1 (least squares is quick, and strong on short text), solved in its dual
form, and a temperature that turns scores into probabilities, found on held-out predictions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize_scalar

from nlu.analysis import Analysis
from nlu.features import Row, Vectoriser

Array = npt.NDArray[np.float32]
RIDGE = 0.6
FOLDS = 5


@dataclass
class TextClassifier:
    """Labels for messages, with probabilities."""

    vectoriser: Vectoriser
    labels: tuple[str, ...]
    weights: Array
    temperature: float

    @classmethod
    def fit(
        cls,
        analyses: Sequence[Analysis],
        labels: Sequence[str],
        groups: Sequence[int] | None = None,
    ) -> TextClassifier:
        """Train on examples; `groups` keeps near duplicates in one fold of the calibration."""
        names = tuple(sorted(set(labels)))
        vectoriser = Vectoriser.fit(analyses)
        matrix = vectoriser.matrix(analyses)
        targets = np.full((len(labels), len(names)), -1.0, dtype=np.float32)
        answers = np.asarray([names.index(label) for label in labels])
        targets[np.arange(len(labels)), answers] = 1.0
        kernel = np.asarray((matrix @ matrix.T).todense(), dtype=np.float32) + 1.0
        held_out = _held_out(kernel, targets, _folds(len(labels), groups))
        temperature = _temperature(held_out, answers)
        dual = _solve(kernel, targets)
        weights = np.vstack([matrix.T @ dual, dual.sum(axis=0, keepdims=True)])
        return cls(vectoriser, names, np.asarray(weights, dtype=np.float32), temperature)

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
        return dict(zip(self.vectoriser.names(row.columns), map(float, parts)))

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


def softmax(scores: Array) -> Array:
    """Scores as probabilities, row by row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def _solve(kernel: Array, targets: Array) -> Array:
    factor = cho_factor(kernel + RIDGE * np.eye(len(kernel), dtype=np.float32), lower=True)
    return np.asarray(cho_solve(factor, targets), dtype=np.float32)


def _folds(size: int, groups: Sequence[int] | None) -> npt.NDArray[np.int64]:
    chosen = np.random.default_rng(0)
    if groups is None:
        return chosen.permutation(size) % FOLDS
    places = {group: int(chosen.integers(FOLDS)) for group in dict.fromkeys(groups)}
    return np.asarray([places[group] for group in groups])


def _held_out(kernel: Array, targets: Array, folds: npt.NDArray[np.int64]) -> Array:
    scores = np.zeros_like(targets)
    for fold in range(FOLDS):
        out = np.flatnonzero(folds == fold)
        rest = np.flatnonzero(folds != fold)
        if len(out) and len(rest):
            scores[out] = kernel[np.ix_(out, rest)] @ _solve(
                kernel[np.ix_(rest, rest)], targets[rest]
            )
    return scores


def _temperature(scores: Array, answers: npt.NDArray[np.int64]) -> float:
    def loss(log_temperature: float) -> float:
        chances = softmax(scores * np.float32(np.exp(log_temperature)))
        right = chances[np.arange(len(answers)), answers]
        return float(-np.log(np.maximum(right, 1e-9)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 4.0), method="bounded").x))

