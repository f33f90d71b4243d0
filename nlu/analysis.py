"""What the classifiers see of a message: its words, stems, concepts, and n-grams of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from nlu.lexicon import NAME, Lexicon
from nlu.spelling import Speller
from nlu.words import cut, spell_out, stem

BLOCKS = ("words", "letters", "concepts")
PREFIX = 6
"""Letters of the language-free stem, which joins "formation" and "formations", "opleiding(en)"."""


@dataclass(frozen=True)
class Analysis:
    """A message cut up once for all classifiers."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    concepts: tuple[str, ...]
    grams: dict[str, Counter[str]]


class Analyser:
    """Cuts messages up; one object serves all components of a model."""

    def __init__(self, lexicon: Lexicon, speller: Speller | None = None) -> None:
        self.lexicon = lexicon
        self.speller = speller or Speller()

    def analyse(self, text: str, language: str) -> Analysis:
        """Analyse a text in the language that it is believed to be in."""
        words = self.speller.mend(self.words(text, language), language)
        stems = [stem(word, language) for word in words]
        concepts = self.lexicon.find(words, stems, language)
        grams = {
            "words": Counter(_word_grams(words, stems)),
            "letters": Counter(_letter_grams(words)),
            "concepts": Counter(_concept_grams(concepts)),
        }
        return Analysis(tuple(words), tuple(stems), tuple(concepts), grams)

    def words(self, text: str, language: str) -> list[str]:
        """The folded words of a text, abbreviations written out, slips as they are."""
        folded = [word.folded for word in cut(text, language)]
        return spell_out(folded, self.lexicon.abbreviations.get(language, {}))


def _word_grams(words: Sequence[str], stems: Sequence[str]) -> Iterator[str]:
    yield from stems
    edged = ("^", *stems, "$")
    for first, second in pairwise(edged):
        yield f"{first} {second}"
    for word in words:
        if len(word) > PREFIX:
            yield f"{word[:PREFIX]}~"


def _letter_grams(words: Sequence[str], shortest: int = 2, longest: int = 4) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in range(shortest, longest + 1):
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]


def _concept_grams(concepts: Sequence[str]) -> Iterator[str]:
    yield from concepts
    # Names are too many for pairs: "a baker" beside each other thing is seen too seldom to learn.
    paired = [concept for concept in concepts if not concept.startswith(NAME)]
    for first, second in combinations(sorted(paired[:8]), 2):
        yield f"{first}+{second}"
