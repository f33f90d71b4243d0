"""Weighted n-grams: the vector space that all classifiers work in."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from nlu.analysis import BLOCKS, Analysis

RARITY = 0.75
"""Power of the inverse document frequency: 1 stresses rare n-grams, 0 treats all alike."""


@dataclass(frozen=True)
class Row:
    """A sparse vector: columns and values."""

    columns: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]


class Vectoriser:
    """Sublinear tf-idf, each block of n-grams brought to length 1."""

    def __init__(self, columns: dict[str, dict[str, int]], idf: npt.NDArray[np.float32]) -> None:
        self._columns = columns
        self._idf = idf
        self._rarity: list[float] = idf.tolist()  # read one by one, a list is faster
        self._names: list[str] = []

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self._idf)

    @classmethod
    def fit(cls, analyses: Sequence[Analysis], rarest: int = 1) -> Vectoriser:
        """Learn the columns from examples; n-grams of fewer than `rarest` examples are left out."""
        columns: dict[str, dict[str, int]] = {}
        idf: list[float] = []
        for block in BLOCKS:
            seen: Counter[str] = Counter()
            for analysis in analyses:
                seen.update(analysis.grams[block].keys())
            kept = sorted(gram for gram, count in seen.items() if count >= rarest)
            columns[block] = {gram: len(idf) + place for place, gram in enumerate(kept)}
            idf.extend(
                (math.log((1 + len(analyses)) / (1 + seen[gram])) + 1) ** RARITY for gram in kept
            )
        return cls(columns, np.asarray(idf, dtype=np.float32))

    def row(self, analysis: Analysis) -> Row:
        """The vector of one message."""
        columns: list[int] = []
        values: list[float] = []
        for block in BLOCKS:
            weights = self._weights(block, analysis)
            length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            columns.extend(weights)
            values.extend(weight / length for weight in weights.values())
        return Row(np.asarray(columns, dtype=np.int32), np.asarray(values, dtype=np.float32))

    def _weights(self, block: str, analysis: Analysis) -> dict[int, float]:
        """The weight of each known n-gram of a block, by column."""
        known, rarity = self._columns[block], self._rarity
        return {
            column: rarity[column] * (1.0 if count == 1 else 1 + math.log(count))
            for gram, count in analysis.grams[block].items()
            if (column := known.get(gram)) is not None
        }

    def matrix(self, analyses: Sequence[Analysis]) -> csr_matrix:
        """The vectors of many messages."""
        rows = [self.row(analysis) for analysis in analyses]
        starts = np.cumsum([0] + [len(row.columns) for row in rows])
        return csr_matrix(
            (
                np.concatenate([row.values for row in rows]),
                np.concatenate([row.columns for row in rows]),
                starts,
            ),
            shape=(len(rows), self.width),
        )

    def scale(self, weights: Mapping[str, float]) -> npt.NDArray[np.float32]:
        """The weight of each column, when blocks are weighed so."""
        parts = [np.full(len(self._columns[block]), weights[block]) for block in BLOCKS]
        return np.asarray(np.concatenate(parts), dtype=np.float32)

    def names(self, columns: npt.NDArray[np.int32]) -> list[str]:
        """The n-grams of some columns, with their block: "words:inscript"."""
        if not self._names:
            self._names = [f"{block}:{gram}" for block in BLOCKS for gram in self._columns[block]]
        return [self._names[column] for column in columns.tolist()]

    def save(self, folder: Path) -> None:
        """Write the vocabulary and its weights."""
        grams = {block: list(known) for block, known in self._columns.items()}
        (folder / "grams.json").write_text(json.dumps(grams, ensure_ascii=False), encoding="utf-8")
        np.save(folder / "idf.npy", self._idf.astype(np.float16))

    @classmethod
    def load(cls, folder: Path) -> Vectoriser:
        """Read what `save` wrote."""
        grams = json.loads((folder / "grams.json").read_text(encoding="utf-8"))
        columns: dict[str, dict[str, int]] = {}
        place = 0
        for block in BLOCKS:
            columns[block] = {gram: place + i for i, gram in enumerate(grams[block])}
            place += len(grams[block])
        return cls(columns, np.load(folder / "idf.npy").astype(np.float32))
