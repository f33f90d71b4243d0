"""Which examples measure confidence, and what must not be learned while they do.

The phrasings of an article are written around its text, so confidence measured on them would
mislead. It is measured on questions of other authors (``data/nlu/questions``), by models that did
not see them, and on out-of-scope subjects of which no example was learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from nlu.examples import Example

MADE_UP = "made_up"
"""Mark of examples that augmentation made: they teach, but do not judge."""
JUDGED = 0
"""Fold of the examples that judge."""
LEARNED = -1
"""Fold of examples that are always learned from and never judged."""
SHARE = 2
"""One of so many of the examples that could judge does; the others are learned from."""


def unseen_folds(examples: Sequence[Example]) -> list[int]:
    """The fold of each example: whole subjects together, phrasings of articles in none."""
    fit = [_can_judge(example) for example in examples]
    if not any(fit):
        fit = [True] * len(examples)
    return [
        JUDGED if able and _drawn(e) else LEARNED for able, e in zip(fit, examples, strict=True)
    ]


def _can_judge(example: Example) -> bool:
    if example.is_document or MADE_UP in example.facets:
        return False
    return example.article is None or "public" in example.facets


def _drawn(example: Example) -> bool:
    lot = str(example.facets.get("topic") or example.text)
    return crc32(lot.encode("utf-8")) % SHARE == 0
