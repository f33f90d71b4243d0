"""Small operations on text that the checks, the search and the labels share."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’\-.@/][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…:])\s+(?=[^a-z])|\n+")
_LINK = re.compile(r"\[((?:[^\[\]]|\[\[[^\]]*\]\])*)\]\([^)\s]*\)")
_ADDRESS = re.compile(r"https?://\S+")
_MARKS = re.compile(r"\*\*|^[ \t]*(?:[-*]|\d+[.)])\s+", re.MULTILINE)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "‘": "'", "\u00a0": " "})


def fold(text: str) -> str:
    """Lower case, without accents: how a hurried person types."""
    lower = text.casefold().translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold_words(text: str) -> str:
    """Folded text without punctuation, words separated by one space."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def plain(markdown: str) -> str:
    """The words that a reader sees, without the marks of Markdown and without web addresses."""
    text = _LINK.sub(r"\1", markdown)
    return _MARKS.sub("", _ADDRESS.sub("", text)).strip()


def words(text: str) -> list[str]:
    """The words of plain text; ``l'école`` and ``Bruxelles-J`` are one word each."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of plain text. A line break ends a sentence (list items), so does a colon."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters of ``text``, cut between words and ended by an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if " " in cut and text[limit - 1] != " ":
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.-–'’(") + "…"
