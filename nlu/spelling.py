"""Slips of the keyboard: a word that nobody knows becomes the known word that is one slip away.

The known words are those of the training examples; common words are left alone, since "loterie" is
no slip for "poterie", and so are words of the other language. After Norvig, "How to write a
spelling corrector" (2007): all words one slip away are made and looked up, which needs no index.

Dutch writes compounds together and visitors do not always: "stempel geld" is joined where the
whole is known, "beurzenaanvraag" taken apart where only its parts are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

import wordfreq

from nlu.text import fold
from nlu.words import LANGUAGES

SHORTEST = 4
"""Letters of the shortest word that is mended: shorter ones are one slip from too many others."""
SEEN = 2
"""Examples in which a word must stand to be believed: training holds slips too."""
COMMON = 1e-6
"""Frequency from which a word of a language is common."""
PART = 4
"""Letters of the shortest part of a compound that is taken apart."""
JOINED_PART = 3
"""The same where two words are joined."""
REMEMBERED = 20_000
FILE = "words.json"


@dataclass
class Speller:
    """Mends words; with nothing learned, it leaves them as they are.

    :param counts: for each language, in how many examples each known word stands.
    :param apart: known words that are as often, or more often, written as two ("nietmeer").
    :param common: words that are right as they are, of all languages.
    """

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    apart: Mapping[str, Sequence[str]] = field(default_factory=dict)
    common: Sequence[str] = ()

    def __post_init__(self) -> None:
        self._right = frozenset(self.common).union(*self.counts.values())
        self._mended: dict[tuple[str, str], tuple[str, ...]] = {}

    @classmethod
    def learn(cls, texts: Mapping[str, Sequence[Sequence[str]]]) -> Speller:
        """Know the folded words of examples in each language, and common words."""
        counts = {
            language: dict(Counter(word for words in seen for word in set(words)))
            for language, seen in texts.items()
        }
        apart = {language: _apart(seen, counts[language]) for language, seen in texts.items()}
        return cls(counts, apart, sorted(_common()))

    def mend(self, words: Sequence[str], language: str) -> list[str]:
        """The words with slips mended, compounds joined and taken apart."""
        if language not in self.counts:
            return list(words)
        return [
            right for word in self._joined(words, language) for right in self._of(word, language)
        ]

    def knows(self, words: Sequence[str], language: str) -> bool:
        """Whether all words stand in examples of a language."""
        return language in self.counts and all(self._sure(word, language) for word in words)

    def _joined(self, words: Sequence[str], language: str) -> Iterator[str]:
        taken = False
        for first, second in pairwise((*words, "")):
            if taken:
                taken = False
                continue
            whole = first + second
            taken = min(len(first), len(second)) >= JOINED_PART and self._sure(whole, language)
            taken = taken and whole not in self.apart[language]
            yield whole if taken else first

    def _of(self, word: str, language: str) -> tuple[str, ...]:
        if len(word) < SHORTEST or word in self._right or not word.isalpha():
            return (word,)
        known = self._mended.get((word, language))
        if known is None:
            known = self._mend(word, language)
            if len(self._mended) < REMEMBERED:
                self._mended[word, language] = known
        return known

    def _mend(self, word: str, language: str) -> tuple[str, ...]:
        near = [other for other in one_slip_away(word) if self._sure(other, language)]
        if near:
            counts = self.counts[language]
            return (max(near, key=lambda other: (other[0] == word[0], counts[other], other)),)
        return self._parts(word, language) or (word,)

    def _parts(self, word: str, language: str) -> tuple[str, ...]:
        """The two known words, with or without an "s" between them, that make up a word."""
        for place in range(len(word) - PART, PART - 1, -1):
            for first in (word[:place], word[:place].removesuffix("s")):
                second = word[place:]
                if len(first) >= PART and all(
                    self._sure(part, language) for part in (first, second)
                ):
                    return (first, second)
        return ()

    def _sure(self, word: str, language: str) -> bool:
        return self.counts[language].get(word, 0) >= SEEN

    def save(self, folder: Path) -> None:
        """Write the known words."""
        text = json.dumps(asdict(self), ensure_ascii=False)
        (folder / FILE).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Speller:
        """Read what `save` wrote."""
        return cls(**json.loads((folder / FILE).read_text(encoding="utf-8")))


def one_slip_away(word: str) -> set[str]:
    """All words with a letter less, more, another, or two letters exchanged."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    less = {start + end[1:] for start, end in cuts if end}
    exchanged = {start + end[1] + end[0] + end[2:] for start, end in cuts if len(end) > 1}
    other = {start + letter + end[1:] for start, end in cuts if end for letter in ascii_lowercase}
    more = {start + letter + end for start, end in cuts for letter in ascii_lowercase}
    return less | exchanged | other | more


def _apart(seen: Sequence[Sequence[str]], counts: Mapping[str, int]) -> list[str]:
    pairs = Counter(first + second for words in seen for first, second in pairwise(words))
    return sorted(pair for pair, times in pairs.items() if times >= counts.get(pair, times + 1))


def _common() -> set[str]:
    return {
        fold(word)
        for language in LANGUAGES
        for word, share in wordfreq.get_frequency_dict(language, wordlist="small").items()
        if share >= COMMON and word.isalpha()
    }
