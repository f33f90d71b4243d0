"""Words of a message: cut by spaCy's French and Dutch rules, folded, unabbreviated, stemmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer
import spacy
from spacy.tokenizer import Tokenizer as SpacyTokenizer

from nlu.text import MAX_CHARACTERS, fold

LANGUAGES = ("fr", "nl")
_STEMMERS = {"fr": "french", "nl": "dutch"}
_PART = re.compile(r"[a-z0-9]+|[^\W\d_]+", re.UNICODE)


@dataclass(frozen=True)
class Word:
    """One word: where it starts, as written, folded, and its stem."""

    start: int
    text: str
    folded: str
    stem: str


@cache
def _cutter(language: str) -> SpacyTokenizer:
    return spacy.blank(language).tokenizer


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[language])


@lru_cache(maxsize=65536)
def stem(folded: str, language: str) -> str:
    """The Snowball stem of a folded word."""
    stemmed: str = _stemmer(language).stemWord(folded)
    return stemmed


def cut(text: str, language: str) -> Iterator[Word]:
    """The words of a text in their order, punctuation left out."""
    for token in _cutter(language)(text[:MAX_CHARACTERS]):
        for part in _PART.findall(fold(token.text)):
            yield Word(token.idx, token.text, part, stem(part, language))


def spell_out(words: list[str], abbreviations: Mapping[str, str]) -> list[str]:
    """Folded words with their abbreviations written out ("cmt" as "comment")."""
    full: list[str] = []
    for word in words:
        full.extend(abbreviations[word].split() if word in abbreviations else (word,))
    return full
