"""How often a word that no list has is written in each language, guessed from its subwords."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fasttext

from nlu.language_data import LABEL, LATIN, SMALL_LISTS, VISITED

SETTINGS: dict[str, Any] = {
    "dim": 12,
    "minn": 2,
    "maxn": 5,
    "bucket": 300_000,
    "epoch": 4,
    "lr": 0.3,
    "loss": "softmax",
    "thread": 1,
    "seed": 1,
    "verbose": 0,
}
KEPT = 100_000
"""Subwords kept when the model is made small."""
UNLISTED = [1e-7 if name in SMALL_LISTS else 1e-8 for name in LATIN]
"""Frequency, by language, of a word that its list does not have and that looks like it."""
FLOOR = 1e-11
DOUBT = 30.0
"""A word of another language may be so much less French or Dutch by its letters, not more."""
_VISITED = {LABEL + name for name in VISITED}
_COLUMNS = {LABEL + name: column for column, name in enumerate(LATIN)}


class Subwords:
    """fastText on the letters of a word, trained here, small."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def train(cls, lines: Sequence[str]) -> Subwords:
        """Learn from lines of a label and a word."""
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write("\n".join(lines))
            file.flush()
            model = fasttext.train_supervised(input=file.name, **SETTINGS)
            model.quantize(input=file.name, qnorm=True, cutoff=KEPT, retrain=False, dsub=4)
        return cls(model)

    def logs(self, word: str) -> list[float]:
        """Logarithms of the guessed frequency of a word, by language."""
        guessed = [0.0] * len(LATIN)
        for share, label in self._model.f.predict(word + "\n", -1, 0.0, "strict"):
            guessed[_COLUMNS[label]] = share
        return [math.log(g * most + FLOOR) for g, most in zip(guessed, UNLISTED, strict=True)]

    def mistaken(self, words: Sequence[str]) -> list[str]:
        """The words of other languages that look too much like French or Dutch."""
        lines = [word + "\n" for word in words]
        labels, shares = self._model.f.multilinePredict(lines, 3, 0.0, "strict")
        found = zip(words, labels, shares, strict=True)
        return [word for word, names, values in found if _doubtful(names, values.tolist())]

    def save(self, path: Path) -> None:
        """Write the model."""
        self._model.save_model(str(path))

    @classmethod
    def load(cls, path: Path) -> Subwords:
        """Read what `save` wrote."""
        return cls(fasttext.FastText._FastText(str(path)))


def _doubtful(labels: Sequence[str], shares: Sequence[float]) -> bool:
    visited = [share for label, share in zip(labels, shares, strict=True) if label in _VISITED]
    return bool(visited) and DOUBT * max(visited) > max(shares)
