"""From text to tokens: no accents, no capitals, typos mended, split words joined."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from service.date_words.lexicon import JOINED, MENDABLE

LONGEST = 300  # characters; a moment is named in fewer
_TOKEN = re.compile(
    r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?![\d])|\d{1,2}\s?[hu:.]\s?\d{2}(?!\d)|\d+|[a-z]+|-"
)
_SPLIT = (
    ("apres midi", "apresmidi"),
    ("apres-midi", "apresmidi"),
    ("apres demain", "apresdemain"),
    ("apres-demain", "apresdemain"),
    ("aujourd'hui", "aujourdhui"),
    ("aujourd hui", "aujourdhui"),
    ("over morgen", "overmorgen"),
    ("week-end", "weekend"),
    ("week end", "weekend"),
    ("morgen vroeg", "morgenvroeg"),
    ("morgen ochtend", "morgenochtend"),
    ("na de middag", "namiddag"),
    ("voor de middag", "voormiddag"),
    ("na middag", "namiddag"),
    ("voor middag", "voormiddag"),
    ("avant midi", "matin"),
    ("1er", "1"),
    ("mi-", "mi "),
)


def fold(text: str) -> str:
    """Lower case, without accents, typographic apostrophes and full stops after words."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST].lower().replace("’", "'"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    for split, joined in _SPLIT:
        letters = letters.replace(split, joined)
    return letters


def tokens(text: str) -> list[str]:
    """The tokens of a text that was folded."""
    return [_mend(token) for token in _TOKEN.findall(text.replace("'", " "))]


@lru_cache(maxsize=4096)
def _mend(word: str) -> str:
    """The word of the lexicon that differs in one letter, if there is one and it is long."""
    if len(word) < 5 or not word.isalpha() or word in _KNOWN:
        return word
    near = [known for known in MENDABLE if DamerauLevenshtein.distance(word, known) == 1]
    return min(near) if near else word


_KNOWN = frozenset({*MENDABLE, *JOINED, "heure", "heures", "jours", "dagen", "mardi", "marge"})
