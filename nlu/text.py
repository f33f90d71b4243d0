"""Plain text helpers shared by everything that reads what visitors write."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 2000
"""Longer messages are understood from their first part (a question, not a novel)."""

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "‘": "'"}
)
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")


def strip_accents(text: str) -> str:
    """The text without diacritics and ligatures, otherwise as it was."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def fold(text: str) -> str:
    """Lower case, without accents, and "heeeeelp" as "heelp"."""
    return _STRETCHED.sub(r"\1\1", strip_accents(text[:MAX_CHARACTERS].lower()))
