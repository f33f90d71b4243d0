"""How hard a text is to read, from 100 (easy) down to 0 (hard) and beyond.

French: Kandel and Moles (1958), 207 - 1.015 x words a sentence - 73.6 x syllables a word.
Dutch: Douma (1960), 206.84 - 0.93 x words a sentence - 77 x syllables a word.
Both are Flesch's reading ease fitted to the language. About 60 is plain for an adult; 30 is
officialese. Syllables are counted as groups of vowels, without the mute e of French.
"""

from __future__ import annotations

import re

from knowledge.text import fold, sentences, words

_VOWELS = re.compile(r"[aeiouy]+")
_MUTE_E = re.compile(r"(?<=[a-z])e(?:s|nt)?$")


def reading_ease(plain_text: str, language: str) -> float:
    """The figure for a plain text (no Markdown) in ``fr`` or ``nl``; 100 without any word."""
    found = words(plain_text)
    if not found:
        return 100.0
    per_sentence = len(found) / max(1, len(sentences(plain_text)))
    per_word = sum(_syllables(word, language) for word in found) / len(found)
    if language == "fr":
        return 207 - 1.015 * per_sentence - 73.6 * per_word
    return 206.84 - 0.93 * per_sentence - 77 * per_word


def _syllables(word: str, language: str) -> int:
    folded = fold(word)
    if language == "fr" and len(_VOWELS.findall(folded)) > 1:
        folded = _MUTE_E.sub("", folded)
    return max(1, len(_VOWELS.findall(folded)))
