"""French before the name of an organisation: ``d'Actiris``, not ``de Actiris``.

The name stands in another file, so that a renaming can break a sentence that nobody has touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.checks.context import Context
from knowledge.draft import Draft
from knowledge.finding import Finding
from knowledge.text import fold

_BEFORE = re.compile(
    r"\b(?P<word>de|que|le|la|[dlq]u?['’])(?P<gap> ?)\[\[(?P<id>[\w-]+)(?::(?P<kind>\w+))?\]\]",
    re.IGNORECASE,
)
_VOWELS = frozenset("aeiou")
_EITHER = frozenset("hy")  # l'hôpital, le huis
_SPELT_WITH_A_VOWEL = frozenset("flmnrsx")  # "ef", "el": a name in capitals may be spelt


def elisions(draft: Draft, context: Context) -> Iterator[Finding]:
    """Little words that do not go with the first letter of the name after them."""
    for text in draft.texts():
        for match in _BEFORE.finditer(text.raw) if text.language == "fr" else ():
            organisation = context.organisations.get(match["id"])
            if organisation is None:
                continue
            naming = organisation.namings["fr"]
            name = naming.short if match["kind"] == "short" else naming.name
            if _clash(match["word"], name):
                yield draft.finding(
                    text.place,
                    f'{text.name} reads "{match["word"]}{match["gap"]}{name}"',
                    "elide, or write the word in full",
                    match.start(),
                )


def _clash(word: str, name: str) -> bool:
    first = fold(name)[0]
    if first in _EITHER or not first.isalpha():
        return False
    if word[-1] in "'’":
        spelt = name.split()[0].isupper() and first in _SPELT_WITH_A_VOWEL
        return first not in _VOWELS and not spelt
    return first in _VOWELS
