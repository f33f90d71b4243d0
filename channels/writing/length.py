"""Lengths as the platforms count them, and cuts that break no character.

Meta documents "characters"; its clients count UTF-16 units, so that an emoji is two. Counting
units is right in both readings: it is never less than the number of characters.
"""

from __future__ import annotations

from itertools import accumulate

import regex  # \X, which re does not know

ELLIPSIS = "…"


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def offsets(text: str) -> list[int]:
    """``offsets(text)[i]`` is the length in units of the first i characters."""
    return [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]


def graphemes(text: str) -> list[str]:
    """What a reader sees as one character each (a flag, a letter with its accents)."""
    found: list[str] = regex.findall(r"\X", text)
    return found


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis, at a word where that loses little."""
    if units(text) <= limit:
        return text
    kept, used = "", units(ELLIPSIS)
    for grapheme in graphemes(text):
        used += units(grapheme)
        if used > limit:
            break
        kept += grapheme
    at_word = kept.rpartition(" ")[0]
    kept = at_word if len(at_word) >= len(kept) * 0.6 else kept
    return kept.rstrip(" ,;:.-–") + ELLIPSIS
