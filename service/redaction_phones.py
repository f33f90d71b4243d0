"""Telephone numbers as they are written in haste: glued to a word, with odd signs between the
figures, with the letter O for a zero, or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = r"[\s.\-/()_·]{0,3}"
_GLUED = re.compile(rf"(?<=[^\W\d_])0[1-9](?:{_GAP}\d){{7,8}}(?!\d)")  # "le0475 12 34 56"
_ODD_SIGNS = re.compile(r"(?<!\d)(?<!\d\.)0[1-9]\d{0,2}(?:\s?[,:*;|'’]\s?\d{2,3}){3,4}(?![\d,:*])")
_LETTER_O = re.compile(rf"(?<!\w)[oO][1-9](?:{_GAP}[\doO]){{7,8}}(?!\w)")

_FRENCH = (
    r"z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze"
    r"|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|nonante|cents?|et"
)
_UNITS = r"een|[ée][ée]n|twee|drie|vier|vijf|zes|zeven|acht|negen"
_DUTCH = (
    rf"nul|(?:(?:{_UNITS})?honderd)?(?:(?:(?:{_UNITS})?(?:en|ën))?"
    rf"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|{_UNITS}"
    r"|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien)"
    rf"|(?:{_UNITS})?honderd"
)
_IN_WORDS = re.compile(
    rf"\b(?:z[ée]ro|nul)(?:[\s,.\-]{{1,3}}(?:\d{{1,3}}|{_FRENCH}|{_DUTCH})\b){{4,20}}", re.I
)


def odd_phone_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where such numbers stand in a text."""
    for pattern in (_GLUED, _ODD_SIGNS, _LETTER_O, _IN_WORDS):
        for match in pattern.finditer(text):
            yield match.span()
