"""Which examples measure confidence, and what must not be learned while they do.

The phrasings of an article are written around its text, so confidence measured on them would
mislead. It is measured on questions of other authors (``data/nlu/questions``), by models that did
not see them, and on out-of-scope subjects of which no example was learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from nlu.examples import Example

FOLDS = 2
LEARNED = -1
"""Fold of examples that are always learned from and never judged."""


def unseen_folds(examples: Sequence[Example]) -> list[int]:
    """The fold of each example: whole subjects together, phrasings of articles in none."""
    if not any(_judged(example) for example in examples):
        return [_lot(example.text) for example in examples]
    return [_fold(example) if _judged(example) else LEARNED for example in examples]


def _judged(example: Example) -> bool:
    return not example.is_document and (example.article is None or "public" in example.facets)


def _fold(example: Example) -> int:
    topic = example.facets.get("topic")
    return _lot(str(topic) if topic else example.text)


def _lot(text: str) -> int:
    return crc32(text.encode("utf-8")) % FOLDS
