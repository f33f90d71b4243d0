"""Long texts in several messages: cut between paragraphs, else lines, sentences, words."""

from __future__ import annotations

import re
from itertools import accumulate

from channels.writing.length import graphemes, offsets, units

# Where a text may be cut, best first.
_BREAKS = (
    re.compile(r"\n[ \t]*\n\s*"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])[\"'»”’)\]*_]*(\s+)"),
    re.compile(r"\s+"),
)


def split(text: str, limit: int, last: int | None = None) -> list[str]:
    """Pieces of at most ``limit`` units each, the last one of at most ``last``; none is empty.

    Nothing but white space at the cuts is lost.
    """
    rest, pieces = text.strip(), []
    while units(rest) > limit:
        end, start = _cut(rest, 1, limit)
        pieces.append(rest[:end].rstrip())
        rest = rest[start:].lstrip()
    if last is not None and units(rest) > last:
        whole = units(rest)
        end, start = _cut(rest, whole - last, limit, early=True)
        pieces.append(rest[:end].rstrip())
        rest = rest[start:].lstrip()
    return [piece for piece in (*pieces, rest) if piece]


def _cut(text: str, shortest: int, longest: int, *, early: bool = False) -> tuple[int, int]:
    """Where the left part ends and the right part starts: a left part of ``shortest`` to
    ``longest`` units, at the best kind of break, the last one of its kind. ``early``: where no
    paragraph ends, the first one, so that the right part is no mere remnant.
    """
    length = offsets(text)
    # A piece of a few words before a long one reads badly: prefer the second half of the room.
    floor = shortest if early else max(shortest, longest // 3)
    for pattern in _BREAKS:
        found = [
            _ends(match)
            for match in pattern.finditer(text)
            if floor <= length[match.start()] and length[_ends(match)[0]] <= longest
        ]
        if found:
            return found[0] if early and pattern is not _BREAKS[0] else found[-1]
    return _cut_anywhere(text, shortest, longest)


def _ends(match: re.Match[str]) -> tuple[int, int]:
    """A sentence ends after its closing quotes; other breaks are white space only."""
    return (match.start(1), match.end()) if match.lastindex else (match.start(), match.end())


def _cut_anywhere(text: str, shortest: int, longest: int) -> tuple[int, int]:
    """Between two characters as a reader sees them; inside one only if it is endless."""
    length = offsets(text)
    ends = list(accumulate(map(len, graphemes(text))))
    fitting = [end for end in ends if shortest <= length[end] <= longest]
    if not fitting:
        fitting = [end for end in range(1, len(text)) if shortest <= length[end] <= longest]
    return fitting[-1], fitting[-1]
