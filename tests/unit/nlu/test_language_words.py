"""The table of word frequencies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.language_words import STEP, WordTable

WORDS = ["école", "ecole", "l", "opleiding"]
LOGS = np.array([[-8.0, -25.0], [-9.0, -20.0], [-4.0, -6.0], [-25.0, -9.0]])


@pytest.fixture
def table() -> WordTable:
    return WordTable.build(WORDS, LOGS)


def test_known_words_have_their_logarithms(table: WordTable) -> None:
    for word, logs in zip(WORDS, LOGS, strict=True):
        rows, unknown = table.find([word])
        assert not unknown
        assert table.sum(rows) == pytest.approx(logs.tolist(), abs=STEP)


def test_words_of_a_message_add_up(table: WordTable) -> None:
    rows, unknown = table.find(["école", "zzz", "opleiding"])
    assert unknown == ["zzz"]
    assert table.sum(rows) == pytest.approx([-33.0, -34.0], abs=2 * STEP)


def test_words_with_an_apostrophe_are_read_in_parts(table: WordTable) -> None:
    assert table.find(["l'école"]) == table.find(["l", "école"])
    assert table.find(["''", "d'zzz"])[1] == ["d", "zzz"]


def test_nothing_known_sums_to_nothing(table: WordTable) -> None:
    assert table.sum([]) == [0.0, 0.0]


def test_the_table_is_read_as_it_was_written(table: WordTable, tmp_path: Path) -> None:
    table.save(tmp_path / "words.npz")
    read = WordTable.load(tmp_path / "words.npz")
    assert read.sum(read.find(WORDS)[0]) == table.sum(table.find(WORDS)[0])
