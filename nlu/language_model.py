"""The language model: fastText on subwords, trained here, small and the same at every training."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fasttext

from nlu.language_data import LABEL, VISITED, clean, lines

SETTINGS: dict[str, Any] = {
    "dim": 16,
    "minn": 1,
    "maxn": 5,
    "bucket": 100_000,
    "epoch": 4,
    "lr": 0.5,
    "loss": "softmax",
    "thread": 1,
    "seed": 1,
    "verbose": 0,
}


class LanguageModel:
    """Probabilities of French, Dutch and anything else."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def train(cls, examples: Sequence[tuple[str, str]]) -> LanguageModel:
        """Train on word lists and on our own phrasings (language, text)."""
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write("\n".join(lines(examples)))
            file.flush()
            return cls(fasttext.train_supervised(input=file.name, **SETTINGS))

    def chances(self, text: str) -> dict[str, float]:
        """Probability of "fr", "nl" and "other"; even when there is nothing to read."""
        cleaned = clean(text)
        if not cleaned:
            return {"fr": 1 / 3, "nl": 1 / 3, "other": 1 / 3}
        found = dict.fromkeys(VISITED, 0.0)
        for chance, label in self._model.f.predict(cleaned + "\n", -1, 0.0, "strict"):
            language = label[len(LABEL) :]
            if language in found:
                found[language] = min(1.0, chance)
        return {**found, "other": max(0.0, 1.0 - sum(found.values()))}

    def save(self, folder: Path) -> None:
        """Write the model."""
        folder.mkdir(parents=True, exist_ok=True)
        self._model.save_model(str(folder / "language.ftz"))

    @classmethod
    def load(cls, folder: Path) -> LanguageModel:
        """Read what `save` wrote."""
        return cls(fasttext.FastText._FastText(str(folder / "language.ftz")))
