"""Word lists by their frequency, and the words that teach how unknown ones look."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import wordfreq

from nlu.text import strip_accents

VISITED = ("fr", "nl")
OTHERS = ("en", "de", "es", "it", "pt", "ro", "pl", "tr", "sh")
"""What Brussels writes most beside French and Dutch, in Latin letters; other letters tell
themselves."""
LATIN = (*VISITED, *OTHERS)
SMALL_LISTS = ("ro", "tr", "sh")
"""Languages of which wordfreq has the commoner words only."""

PLAIN = 0.5
"""Share of a word's frequency when it is written without its accents."""
OWN = 0.02
"""Weight of our own phrasings against the general word lists."""
TYPES = {"fr": 70_000, "nl": 70_000}
OTHER_TYPES = 30_000
NATIVE = 0.5
"""A word teaches the look of a language that uses it half as much as any other, at least."""
RAREST = 5e-8
"""Rarer words teach nothing: many are names and slips."""
COMMON = 0.25
"""Exponent of the frequency by which words are drawn: 0 all alike, 1 as in running text."""
LABEL = "__label__"

_NOT_LETTERS = re.compile(r"[^\w']|[\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LATIN = re.compile(r"[a-zà-öø-ɏ]")

Frequencies = dict[str, float]


def clean(text: str) -> str:
    """What the model reads of a text: lower case, letters only, one line."""
    return " ".join(_NOT_LETTERS.sub(" ", text.lower().replace("’", "'")).split())


def is_latin(word: str) -> bool:
    """Whether a cleaned word is written in Latin letters (Arabic in Latin letters is)."""
    return bool(_LATIN.search(word))


def word_lists(examples: Sequence[tuple[str, str]]) -> dict[str, Frequencies]:
    """Frequency of each word in each language, also without its accents.

    :param examples: language and text of our own phrasings, which add the words of our field.
    """
    lists = {language: _listed(language) for language in LATIN}
    for language in VISITED:
        _add_own(lists[language], [text for spoken, text in examples if spoken == language])
    return lists


def lines(lists: Mapping[str, Frequencies]) -> list[str]:
    """Training lines of the look of words, shuffled (fastText does not), always the same."""
    chance = random.Random(0)  # noqa: S311 (the same at every call, not secret)
    made = [
        f"{LABEL}{language} {word}"
        for language, words in _native(lists).items()
        for word in _drawn(words, TYPES.get(language, OTHER_TYPES), chance)
    ]
    chance.shuffle(made)
    return made


def _listed(language: str) -> Frequencies:
    size = "small" if language in SMALL_LISTS else "large"
    found: Frequencies = {}
    for word, frequency in wordfreq.get_frequency_dict(language, size).items():
        if _WORD.fullmatch(word) and is_latin(word):
            found[word] = found.get(word, 0.0) + frequency
            if not word.isascii() and (plain := strip_accents(word)) != word:
                found[plain] = found.get(plain, 0.0) + PLAIN * frequency
    return found


def _add_own(known: Frequencies, texts: Sequence[str]) -> None:
    counts = Counter(word for text in texts for word in clean(text).split() if is_latin(word))
    total = sum(counts.values())
    for word, count in counts.items():
        for form in {word, strip_accents(word)}:
            known[form] = known.get(form, 0.0) + OWN * count / total


def _native(lists: Mapping[str, Frequencies]) -> dict[str, Frequencies]:
    """Of each language the words that are not rather another one's."""
    most: Frequencies = {}
    for words in lists.values():
        for word, frequency in words.items():
            if frequency > RAREST and frequency > most.get(word, 0.0):
                most[word] = frequency
    return {
        language: {word: f for word, f in words.items() if f >= NATIVE * most.get(word, 1.0)}
        for language, words in lists.items()
    }


def _drawn(words: Frequencies, number: int, chance: random.Random) -> list[str]:
    """Words drawn without repeating, the common ones rather (Efraimidis and Spirakis, 2006)."""
    keys = {word: chance.random() ** (1 / f**COMMON) for word, f in words.items() if len(word) > 2}
    return sorted(keys, key=keys.__getitem__, reverse=True)[:number]
