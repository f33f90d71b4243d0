"""How often each known word is written in each language, in little space.

Frequencies are wordfreq's. A word is known by a 32-bit checksum of its letters: of unknown words
one in ten thousand is taken for a known one, and half a million words take 8 MB of memory.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

STEP = 0.1
"""Resolution of the stored logarithms (natural)."""
MIDDLE = -14.0
"""Middle of what is stored: frequencies from 3e-12 to 0.3."""

Logs = npt.NDArray[np.float64]


class WordTable:
    """Logarithms of word frequencies: a row a word, a column a language."""

    def __init__(self, keys: npt.NDArray[np.uint32], codes: npt.NDArray[np.int8]) -> None:
        self._keys = keys
        self._sorted = keys.data
        self._codes = codes

    @classmethod
    def build(cls, words: Sequence[str], logs: Logs) -> WordTable:
        """The table of these words."""
        keys, first = np.unique(_checksums(words), return_index=True)
        codes = np.clip(np.rint((logs[first] - MIDDLE) / STEP), -127, 127)
        return cls(keys, codes.astype(np.int8))

    def find(self, words: Sequence[str]) -> tuple[list[int], list[str]]:
        """Rows of the words that are known, and the words that are not."""
        rows: list[int] = []
        unknown: list[str] = []
        for word in words:
            row = self._row(word)
            if row is not None:
                rows.append(row)
            elif "'" in word:  # the lists have "l" and "école", not "l'école"
                found, rest = self.find([part for part in word.split("'") if part])
                rows += found
                unknown += rest
            else:
                unknown.append(word)
        return rows, unknown

    def _row(self, word: str) -> int | None:
        checksum = zlib.crc32(word.encode())
        row = bisect_left(self._sorted, checksum)
        return row if row < len(self._sorted) and self._sorted[row] == checksum else None

    def sum(self, rows: Sequence[int]) -> list[float]:
        """The sum of the logarithms of some rows, by language."""
        if not rows:
            return [0.0] * self._codes.shape[1]
        total = np.add.reduce(self._codes[rows], axis=0, dtype=np.int32).tolist()
        middle = len(rows) * MIDDLE
        return [code * STEP + middle for code in total]

    def save(self, path: Path) -> None:
        """Write the table."""
        np.savez_compressed(path, keys=self._keys, codes=self._codes)

    @classmethod
    def load(cls, path: Path) -> WordTable:
        """Read what `save` wrote."""
        with np.load(path) as stored:
            return cls(stored["keys"], stored["codes"])


def _checksums(words: Sequence[str]) -> npt.NDArray[np.uint32]:
    return np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint32)
