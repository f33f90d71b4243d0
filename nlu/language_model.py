"""The language model: fastText on subwords and word frequencies, trained here, small."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fasttext

from nlu.language_data import LABEL, VISITED, clean, lines
from nlu.language_words import WordEvidence, combine

SETTINGS: dict[str, Any] = {
    "dim": 16,
    "minn": 2,
    "maxn": 6,
    "bucket": 300_000,
    "epoch": 4,
    "lr": 0.5,
    "loss": "softmax",
    "thread": 1,
    "seed": 1,
    "verbose": 0,
}
KEPT = 200_000
"""Words and subwords kept when the model is made small."""
BIAS = (0.6, 0.7, 0.0)
"""Visitors write French or Dutch far more often than the word lists are long."""
OTHER = "other"


class LanguageModel:
    """Probabilities of French, Dutch and anything else."""

    def __init__(self, model: Any, words: WordEvidence) -> None:
        self._model = model
        self._words = words

    @classmethod
    def train(cls, examples: Sequence[tuple[str, str]]) -> LanguageModel:
        """Train on word lists and on our own phrasings (language, text)."""
        with (
            tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file,
            ThreadPoolExecutor(max_workers=1) as pool,
        ):
            file.write("\n".join(lines(examples)))
            file.flush()
            words = pool.submit(WordEvidence.build)  # fastText does not hold Python's lock
            model = fasttext.train_supervised(input=file.name, **SETTINGS)
            model.quantize(input=file.name, qnorm=True, cutoff=KEPT, retrain=False)
            return cls(model, words.result())

    def chances(self, text: str) -> dict[str, float]:
        """Probability of "fr", "nl" and "other"; even when there is nothing to read."""
        cleaned = clean(text)
        if not cleaned:
            return dict.fromkeys((*VISITED, OTHER), 1 / 3)
        found = dict.fromkeys(VISITED, 0.0)
        for chance, label in self._model.f.predict(cleaned + "\n", -1, 0.0, "strict"):
            language = label[len(LABEL) :]
            if language in found:
                found[language] = min(1.0, chance)
        french, dutch = found["fr"], found["nl"]
        subwords = (french, dutch, max(0.0, 1.0 - french - dutch))
        mixed = combine(subwords, self._words.of(cleaned.split()), BIAS)
        return dict(zip((*VISITED, OTHER), mixed, strict=True))

    def save(self, folder: Path) -> None:
        """Write the model."""
        folder.mkdir(parents=True, exist_ok=True)
        self._model.save_model(str(folder / "language.ftz"))
        self._words.save(folder)

    @classmethod
    def load(cls, folder: Path) -> LanguageModel:
        """Read what `save` wrote."""
        model = fasttext.FastText._FastText(str(folder / "language.ftz"))
        return cls(model, WordEvidence.load(folder))
