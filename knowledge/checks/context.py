"""What a rule may know beside the draft that it looks at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from rapidfuzz.distance import DamerauLevenshtein

from knowledge.model import Topic
from knowledge.organisations import Organisation
from knowledge.text import fold_words
from knowledge.vocabulary import LANGUAGES

_TOO_COMMON = {"Bon"}  # begins many a sentence


@dataclass(frozen=True)
class Context:
    """The rest of the knowledge base."""

    folder: Path
    organisations: Mapping[str, Organisation]
    topics: Mapping[str, Topic]

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The web sites of all organisations."""
        addresses = {
            naming.url
            for organisation in self.organisations.values()
            for naming in organisation.namings.values()
            if naming.url
        }
        return frozenset(
            urlsplit(address).netloc.casefold().removeprefix("www.") for address in addresses
        )

    @cached_property
    def names_with_figures(self) -> tuple[str, ...]:
        """Names that hold digits, such as 1819: no figures to be sourced."""
        names = {name for each in self.organisations.values() for name in each.names}
        return tuple(sorted((name for name in names if re.search(r"\d", name)), key=len))

    @cached_property
    def name_patterns(self) -> tuple[tuple[str, re.Pattern[str], Organisation], ...]:
        """Every name, folded, with a pattern that finds it whatever its case and accents."""
        return tuple(
            (fold_words(name), _loose_pattern(name), organisation)
            for organisation in self.organisations.values()
            for name in sorted(organisation.names)
            if not (organisation.also_a_word and " " not in name)
        )

    @cached_property
    def plain_names(self) -> Mapping[str, list[tuple[str, re.Pattern[str], str]]]:
        """By language: the names to be written as references, the longer first."""
        return {language: self._plain_names(language) for language in LANGUAGES}

    def _plain_names(self, language: str) -> list[tuple[str, re.Pattern[str], str]]:
        references = {}
        for organisation in self.organisations.values():
            naming = organisation.namings[language]
            if not organisation.kind:
                references[naming.short] = f"[[{organisation.id}:short]]"
                references[naming.name] = f"[[{organisation.id}]]"
        return [
            (name, re.compile(rf"(?<![\w\-.@]){re.escape(name)}(?![\w\-@]|\.\w)"), reference)
            for name, reference in sorted(references.items(), key=lambda item: -len(item[0]))
            if name not in _TOO_COMMON
        ]

    @cached_property
    def _distinctive(self) -> dict[str, Organisation]:
        """One-word names that are long and odd enough to know a slip of the finger by."""
        return {
            name: organisation
            for organisation in self.organisations.values()
            for name in organisation.folded_names
            if len(name) >= 6 and " " not in name and not organisation.also_a_word
        }

    def nearly(self, word: str) -> Organisation | None:
        """The organisation whose one-word name this word misses by one letter."""
        folded = fold_words(word)
        if len(folded) < 5 or folded in self._distinctive:
            return None
        for name, organisation in self._distinctive.items():
            if DamerauLevenshtein.distance(folded, name, score_cutoff=1) == 1:
                return organisation
        return None


def _loose_pattern(name: str) -> re.Pattern[str]:
    parts = [
        "".join(_ANY_ACCENT.get(char, re.escape(char)) for char in word)
        for word in fold_words(name).split()
    ]
    return re.compile(
        r"(?<![\w\-.@])" + r"[\s\-.'’]{0,2}".join(parts) + r"(?![\w\-@]|\.\w)",
        re.IGNORECASE,
    )


_ANY_ACCENT = {
    "a": "[aàâäá]",
    "c": "[cç]",
    "e": "[eéèêë]",
    "i": "[iîïí]",
    "o": "[oôöó]",
    "u": "[uùûüú]",
}
