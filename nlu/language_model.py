"""The language model: how often each word of a message is written in each language.

A naive Bayes model over words. The frequency of a known word is wordfreq's; of an unknown one it
is guessed from its subwords.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.language_data import (
    LATIN,
    OTHERS,
    VISITED,
    Frequencies,
    clean,
    is_latin,
    lines,
    word_lists,
)
from nlu.language_subwords import UNLISTED, Subwords
from nlu.language_words import WordTable

LEANING = {"fr": (0.0, 0.3, 1.0), "nl": (0.0, 0.5, 1.5)}
"""Visitors write French or Dutch more often than another language: evidence added to none, one and
two or more words (chosen on words and pairs beside those that are measured)."""
SHARPNESS = 0.7
"""The words of a message are not independent: their evidence counts a little less."""
FOREIGN_LETTERS = 12.0
"""Evidence of a word in other letters against French and Dutch (natural logarithm)."""
RARE_VISITED = 2e-8
RARE_OTHER = 3e-7
"""Rarer words are left to the subwords."""
ABSENT = 0.03
"""Share of the frequency of unlisted words that a known word has in a language without it."""
GUESSED = 4
"""So many unknown words are enough to know a language by; guessing is what takes time."""
OTHER = "other"

Floats = npt.NDArray[np.float64]


class LanguageModel:
    """Probabilities of French, Dutch and anything else."""

    def __init__(self, subwords: Subwords, words: WordTable) -> None:
        self._subwords = subwords
        self._words = words

    @classmethod
    def train(cls, examples: Sequence[tuple[str, str]]) -> LanguageModel:
        """Train on word lists and on our own phrasings (language, text)."""
        lists = word_lists(examples)
        subwords = Subwords.train(lines(lists))
        return cls(subwords, _table(lists, subwords))

    def chances(self, text: str) -> dict[str, float]:
        """Probability of "fr", "nl" and "other"; even when there is nothing to read."""
        words = clean(text).split()
        if not words:
            return dict.fromkeys((*VISITED, OTHER), 1 / 3)
        rows, unknown = self._words.find(words)
        scores = self._words.sum(rows)
        latin = [word for word in unknown if is_latin(word)]
        for word in latin[:GUESSED]:
            scores = [a + b for a, b in zip(scores, self._subwords.logs(word), strict=True)]
        return _chances(scores, FOREIGN_LETTERS * (len(unknown) - len(latin)), len(words))

    def save(self, folder: Path) -> None:
        """Write the model."""
        folder.mkdir(parents=True, exist_ok=True)
        self._subwords.save(folder / "subwords.ftz")
        self._words.save(folder / "words.npz")

    @classmethod
    def load(cls, folder: Path) -> LanguageModel:
        """Read what `save` wrote."""
        subwords = Subwords.load(folder / "subwords.ftz")
        return cls(subwords, WordTable.load(folder / "words.npz"))


def _chances(scores: Sequence[float], foreign: float, number: int) -> dict[str, float]:
    """Probabilities from the logarithm of each language's, and of words in other letters."""
    french, dutch = (
        scores[LATIN.index(name)] + LEANING[name][min(number, len(LEANING[name]) - 1)]
        for name in VISITED
    )
    third = max(scores[len(VISITED) :]) + foreign
    highest = max(french, dutch, third)
    powers = [math.exp(SHARPNESS * (score - highest)) for score in (french, dutch, third)]
    total = sum(powers)
    return {name: power / total for name, power in zip((*VISITED, OTHER), powers, strict=True)}


def _table(lists: Mapping[str, Frequencies], subwords: Subwords) -> WordTable:
    """French and Dutch words, and other languages' that their letters would make so."""
    visited = {word for name in VISITED for word, f in lists[name].items() if f >= RARE_VISITED}
    foreign = {word for name in OTHERS for word, f in lists[name].items() if f >= RARE_OTHER}
    words = [*sorted(visited), *subwords.mistaken(sorted(foreign - visited))]
    known = np.stack([_column(lists[name], words) for name in LATIN], axis=1)
    return WordTable.build(words, np.log(known + ABSENT * np.array(UNLISTED)))


def _column(listed: Frequencies, words: Sequence[str]) -> Floats:
    """The frequency of each word in one language."""
    return np.fromiter((listed.get(word, 0.0) for word in words), np.float64, len(words))
