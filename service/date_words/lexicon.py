"""The words of dates and hours, in French and Dutch, folded; small typos are mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

_SHORTEST_TYPO = 6  # letters; in a shorter word a letter more or less is another word


@dataclass(frozen=True)
class Lexicon:
    """One language. Weekdays are 0 (Monday) to 6, months 1 to 12."""

    weekdays: Mapping[str, int]
    short_weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]  # part of the day → minutes since midnight
    other: tuple[str, ...]  # further words in which a typo is mended
    joined: tuple[tuple[str, str], ...]  # what is written in two ways

    @cached_property
    def weekday(self) -> str:
        """A pattern for a weekday in full."""
        return f"(?:{one_of(self.weekdays)})"

    @cached_property
    def month(self) -> str:
        """A pattern for a month."""
        return f"(?:{one_of(self.months)})"

    @cached_property
    def number(self) -> str:
        """A pattern for a small number, in digits or in words."""
        return f"(?:\\d{{1,2}}|{one_of(self.numbers)})"

    @cached_property
    def part(self) -> str:
        """A pattern for a part of the day."""
        return f"(?:{one_of(self.parts)})"

    @cached_property
    def words(self) -> frozenset[str]:
        """The single words in which a typo is mended."""
        phrases = (*self.weekdays, *self.months, *self.parts, *self.other)
        return frozenset(word for phrase in phrases for word in re.findall(r"[a-z]{4,}", phrase))

    def value(self, number: str) -> int:
        """The value of a small number."""
        return int(number) if number.isdigit() else self.numbers[number]

    def mended(self, text: str) -> str:
        """The text folded and with typos mended: one letter (or two swapped) in a word of six
        letters or more, never the first."""
        folded = fold(text)
        for written, meant in self.joined:
            folded = re.sub(written, meant, folded)
        return re.sub(r"[a-z]+", lambda word: self._mended_word(word[0]), folded)

    def _mended_word(self, word: str) -> str:
        if len(word) < _SHORTEST_TYPO or word in self.words:
            return word
        near = (
            known
            for known in self.words
            if known[0] == word[0]
            and len(known) >= _SHORTEST_TYPO - 1
            and OSA.distance(word, known, score_cutoff=1) == 1
        )
        return min(near, default=word)


def one_of(words: Mapping[str, object]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def fold(text: str) -> str:
    """Lower case, without accents, one kind of apostrophe, hyphen and space."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    letters = re.sub(r"[’‘`´]", "'", letters)
    return " ".join(re.sub(r"[‐-―]", "-", letters).split())
