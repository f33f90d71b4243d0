"""How much each known word speaks for French, for Dutch, or for neither.

Subwords tell the language of words never seen; of known words their frequency says more
("station" is French, Dutch and English, in different measure). Frequencies are wordfreq's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import wordfreq

from nlu.language_data import OTHERS, VISITED, list_size
from nlu.text import strip_accents

RAREST = 6e-8
"""Words rarer than this in both languages are left to the subwords."""
OTHER_LETTERS = ("ar", "bg", "fa", "ru")
"""Languages whose words nobody takes for French or Dutch."""
FLOOR = 1e-9
"""Frequency of a word in a language that does not have it."""
BORROWED = 0.5
"""Share of a foreign word's frequency when it is written without its accents."""
SUBWORD_WEIGHT = 0.7
WORD_WEIGHT = 0.5
"""Chosen on word lists: higher makes the evidence of many words too sure."""
STEP = 0.1
"""Resolution of the stored evidence (natural logarithm)."""

Evidence = tuple[float, float, float]


class WordEvidence:
    """Evidence of words for French, Dutch and other, each with mean 0."""

    def __init__(self, words: Sequence[str], evidence: npt.NDArray[np.int8]) -> None:
        self._words = list(words)
        self._stored = evidence
        rows = (evidence.astype(np.float32) * STEP).tolist()
        self._table: dict[str, Evidence] = dict(zip(self._words, map(tuple, rows), strict=True))

    @classmethod
    def build(cls) -> WordEvidence:
        """Read the frequencies of all languages."""
        frequencies = _frequencies()
        words = sorted(frequencies)
        logs = np.log(np.asarray([frequencies[word] for word in words]) + FLOOR)
        centred = (logs - logs.mean(axis=1, keepdims=True)) / STEP
        return cls(words, np.clip(np.rint(centred), -127, 127).astype(np.int8))

    def of(self, words: Sequence[str]) -> Evidence:
        """The sum of the evidence of all known words."""
        french = dutch = other = 0.0
        for word in words:
            found = self._table.get(word)
            if found:
                french += found[0]
                dutch += found[1]
                other += found[2]
        return french, dutch, other

    def save(self, folder: Path) -> None:
        """Write the table."""
        (folder / "words.txt").write_text("\n".join(self._words), encoding="utf-8")
        np.save(folder / "words.npy", self._stored)

    @classmethod
    def load(cls, folder: Path) -> WordEvidence:
        """Read what `save` wrote."""
        words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
        return cls(words, np.load(folder / "words.npy"))


def _frequencies() -> Mapping[str, list[float]]:
    """Frequencies in French, Dutch, and all other languages together, of words of the first two."""
    found: dict[str, list[float]] = {}
    for place, language in enumerate(VISITED):
        for word, frequency in _dictionary(language).items():
            if frequency >= RAREST and not any(letter.isdigit() for letter in word):
                for form in {word, strip_accents(word)}:
                    row = found.setdefault(form, [0.0, 0.0, 0.0])
                    row[place] = max(row[place], frequency)
    for language in (name for name in OTHERS if name not in OTHER_LETTERS):
        for word, frequency in _dictionary(language).items():
            plain = strip_accents(word)
            for form, share in {plain: BORROWED, word: 1.0}.items():
                if form in found:
                    found[form][2] += frequency * share
    return found


def _dictionary(language: str) -> Mapping[str, float]:
    frequencies: Mapping[str, float] = wordfreq.get_frequency_dict(language, list_size(language))
    return frequencies


def combine(subwords: Evidence, words: Evidence, bias: Evidence) -> Evidence:
    """Probabilities from both kinds of evidence."""
    scores = [
        SUBWORD_WEIGHT * math.log(chance + 1e-6) + WORD_WEIGHT * known + lean
        for chance, known, lean in zip(subwords, words, bias, strict=True)
    ]
    powers = [math.exp(score - max(scores)) for score in scores]
    total = sum(powers)
    return powers[0] / total, powers[1] / total, powers[2] / total
