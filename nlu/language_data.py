"""Lines that teach the language model: words by their frequency, alone, in pairs and in rows."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Sequence

import wordfreq

from nlu.text import strip_accents

VISITED = ("fr", "nl")
OTHERS = ("en", "ar", "tr", "es", "it", "pt", "ro", "pl", "de", "bg", "ru", "fa", "sh")
"""What Brussels writes most beside French and Dutch."""

WORDS = {"fr": 60_000, "nl": 60_000}
OTHER_WORDS = 30_000
ROWS = {"fr": 30_000, "nl": 30_000}
OTHER_ROWS = 8_000
ZIPF = 3.5
REPEATS = 0.4
_NOT_LETTERS = re.compile(r"[^\w']|[\d_]")
LABEL = "__label__"


def clean(text: str) -> str:
    """What the model reads of a text: lower case, letters only, one line."""
    return " ".join(_NOT_LETTERS.sub(" ", text.lower().replace("’", "'")).split())


def lines(examples: Sequence[tuple[str, str]]) -> list[str]:
    """All training lines, shuffled (fastText does not), the same at every call.

    :param examples: language and text of our own phrasings.
    """
    chance = random.Random(0)  # noqa: S311 (the same at every call, not secret)
    made = [f"{LABEL}{language} {text}" for language, text in _texts(examples, chance)]
    chance.shuffle(made)
    return made


def _texts(examples: Sequence[tuple[str, str]], chance: random.Random) -> Iterator[tuple[str, str]]:
    for language in (*VISITED, *OTHERS):
        words = _words(language, WORDS.get(language, OTHER_WORDS))
        frequencies = wordfreq.get_frequency_dict(language, list_size(language))
        for word in words:
            zipf = 9 + math.log10(frequencies[word])
            plain = strip_accents(word)
            for _ in range(max(1, round(10 ** ((zipf - ZIPF) * REPEATS)))):
                yield language, word
                if plain != word:
                    yield language, plain
        for row in _rows(words, ROWS.get(language, OTHER_ROWS), chance):
            yield language, row
    for language, text in examples:
        cleaned = clean(text)
        if cleaned:
            yield language, cleaned
            yield language, strip_accents(cleaned)


def list_size(language: str) -> str:
    """The larger of wordfreq's lists that there are of a language."""
    return "large" if language in wordfreq.available_languages("large") else "small"


def _words(language: str, number: int) -> list[str]:
    found = wordfreq.top_n_list(language, number, wordlist=list_size(language))
    return [word for word in found if clean(word) == word and (len(word) > 1 or number)]


def _rows(words: Sequence[str], number: int, chance: random.Random) -> Iterator[str]:
    """Made-up rows of words: rank drawn as word frequency falls, evenly in its logarithm."""
    for _ in range(number):
        length = chance.choice((2, 2, 2, 3, 4, 6, 8))
        row = " ".join(words[int(len(words) ** chance.random()) - 1] for _ in range(length))
        yield strip_accents(row) if chance.random() < 0.4 else row
