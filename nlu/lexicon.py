"""The domain lexicon: what is the same thing in other words, as data that an editor extends.

A file of ``data/lexicon`` maps a concept to the forms that visitors use in each language::

    unemployment:
      fr: [chômage, allocations de chômage, onem]
      nl: [werkloosheid*, stempelgeld, dop, rva]

A form is one or several words, compared by stem and without accents; ``*`` at the end or the
beginning of a single word stands for any letters (compounds). ``abbreviations.yml`` maps short
writings to full ones. The files of ``data/lexicon/names`` list what has a name: jobs, countries,
towns, ages, and things that no article is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from nlu.errors import TrainingDataError
from nlu.text import fold
from nlu.words import LANGUAGES, cut

FOLDER = Path(__file__).resolve().parent.parent / "data" / "lexicon"
ABBREVIATIONS = "abbreviations.yml"
NAMES = "names"
"""Folder of the lists of names; their concepts begin with `NAME`."""
NAME = "name_"

_Forms = dict[str, list[tuple[tuple[str, ...], str]]]


@dataclass
class Lexicon:
    """Concepts found in the words of a message."""

    abbreviations: Mapping[str, Mapping[str, str]]
    _forms: Mapping[str, _Forms]
    _starts: Mapping[str, Sequence[str]]
    _ends: Mapping[str, Sequence[str]]
    _cache: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Lexicon:
        """Read all files of a folder.

        :raises TrainingDataError: a file is not as described in this module.
        """
        concepts: dict[str, list[str]] = defaultdict(list)
        abbreviations: Mapping[str, Mapping[str, str]] = {language: {} for language in LANGUAGES}
        for path in sorted(folder.rglob("*.yml")):
            prefix = NAME if path.parent.name == NAMES else ""
            content = _read(path)
            if path.name == ABBREVIATIONS:
                abbreviations = {
                    language: {fold(short): fold(str(full)) for short, full in table.items()}
                    for language, table in content.items()
                }
                continue
            for concept, forms in content.items():
                for language in LANGUAGES:
                    concepts[prefix + concept].extend(str(form) for form in forms.get(language, ()))
        return cls(abbreviations, *_tables(concepts))

    @classmethod
    def empty(cls) -> Lexicon:
        """No lexicon, for texts of another domain."""
        return cls({}, {language: {} for language in LANGUAGES}, {}, {})

    def find(self, words: Sequence[str], stems: Sequence[str], language: str) -> list[str]:
        """Concepts in the order of the words that name them."""
        table = self._forms[language]
        found: list[str] = []
        for place, stem in enumerate(stems):
            for form, concept in table.get(stem, ()):
                if tuple(stems[place : place + len(form)]) == form:
                    found.append(concept)
            found.extend(self._within(words[place]))
        return list(dict.fromkeys(found))

    def _within(self, word: str) -> tuple[str, ...]:
        known = self._cache.get(word)
        if known is None:
            found = [names for start, names in self._starts.items() if word.startswith(start)]
            found += [names for end, names in self._ends.items() if word.endswith(end)]
            known = tuple(concept for names in found for concept in names)
            if len(self._cache) < 50_000:
                self._cache[word] = known
        return known


def _tables(
    concepts: Mapping[str, Sequence[str]],
) -> tuple[dict[str, _Forms], dict[str, list[str]], dict[str, list[str]]]:
    forms: dict[str, _Forms] = {language: defaultdict(list) for language in LANGUAGES}
    starts: dict[str, list[str]] = defaultdict(list)
    ends: dict[str, list[str]] = defaultdict(list)
    for concept, written in concepts.items():
        for form in written:
            if form.endswith("*"):
                starts[fold(form[:-1])].append(concept)
            elif form.startswith("*"):
                ends[fold(form[1:])].append(concept)
            else:
                for language in LANGUAGES:
                    stems = tuple(word.stem for word in cut(form, language))
                    if (stems, concept) not in forms[language][stems[0]]:
                        forms[language][stems[0]].append((stems, concept))
    return {language: dict(table) for language, table in forms.items()}, starts, ends


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise TrainingDataError(
            path, mark.line + 1 if mark else 0, "this is no YAML", "mend the line"
        ) from None
    if not isinstance(content, dict) or not all(isinstance(v, dict) for v in content.values()):
        raise TrainingDataError(
            path, 0, "a lexicon file maps concepts to forms by language", "see nlu/lexicon.py"
        )
    return content
