"""Which examples measure confidence, and what must not be learned while they do.

The phrasings of an article are written around its text, so confidence measured on them would
mislead. It is measured on questions of other authors (``data/nlu/questions``) and on all other
messages, by models that did not see them nor anything almost the same. Of half of the out-of-scope
subjects such a model sees no example at all: visitors ask what nobody thought of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

from nlu.examples import Example
from nlu.text import fold

MADE_UP = "made_up"
"""Facet of examples that augmentation made, with the text that they are made from."""
LEARNED = -1
"""Fold of examples that are always learned from and never judged."""
FOLDS = 3
_WORD = re.compile(r"\w+")


def unseen_folds(examples: Sequence[Example]) -> list[int]:
    """The fold of each example: what is almost the same together, phrasings of articles in none."""
    able = [_can_judge(example) for example in examples]
    if not any(able):
        able = [not example.is_document for example in examples]
    return [
        crc32(_lot(example).encode("utf-8")) % FOLDS if fit else LEARNED
        for example, fit in zip(examples, able, strict=True)
    ]


def judges(examples: Sequence[Example], folds: Sequence[int]) -> list[int]:
    """The places of the examples that judge: those of a fold that somebody really wrote."""
    return [
        place
        for place, (example, fold) in enumerate(zip(examples, folds, strict=True))
        if fold != LEARNED and MADE_UP not in example.facets
    ]


def _can_judge(example: Example) -> bool:
    if example.is_document:
        return False
    return example.article is None or "public" in example.facets


def _lot(example: Example) -> str:
    """The same for examples that belong into one fold."""
    topic = str(example.facets.get("topic") or "")
    if crc32(topic.encode("utf-8")) % 2:
        return topic
    text = str(example.facets.get(MADE_UP) or example.text)
    return " ".join(sorted(set(_WORD.findall(fold(text)))))
