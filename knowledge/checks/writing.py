"""Short texts in short sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.draft import Draft, Text
from knowledge.finding import Finding
from knowledge.organisations import REFERENCE
from knowledge.readability import reading_ease
from knowledge.text import plain, sentences, shorten, words
from knowledge.vocabulary import (
    ANSWER_WORDS,
    ASPECT_WORDS,
    EASY_SENTENCE_WORDS,
    EASY_WORDS,
    SENTENCE_WORDS,
)

_MOST_WORDS = {"answer": ANSWER_WORDS, "easy": EASY_WORDS, "aspects": ASPECT_WORDS}
#: Reading ease below which a text is hard work: a little under the hardest of our articles, whose
#: medians are 82 and 73 (answers) and 88 and 94 (easy) in French and Dutch.
LEAST_EASE = {
    ("fr", "answer"): 50.0,
    ("nl", "answer"): 45.0,
    ("fr", "easy"): 60.0,
    ("nl", "easy"): 55.0,
}
_JUDGED_WORDS = 20  # one long word weighs too much in fewer


def reader_text(raw: str) -> str:
    """A text as it is read: without marks; a reference counts as one word."""
    return plain(REFERENCE.sub("Nom", raw))


def lengths(draft: Draft) -> Iterator[Finding]:
    """Texts with too many words."""
    for text in draft.texts():
        limit = _MOST_WORDS.get(text.kind)
        count = len(words(reader_text(text.raw)))
        if limit and count > limit:
            yield draft.finding(
                text.place, f"{text.name} has {count} words", f"shorten it to {limit}"
            )


def long_sentences(draft: Draft) -> Iterator[Finding]:
    """Sentences with too many words."""
    for text in draft.texts():
        if text.kind == "title":
            continue
        limit = EASY_SENTENCE_WORDS if text.kind == "easy" else SENTENCE_WORDS
        for sentence in sentences(reader_text(text.raw)):
            count = len(words(sentence))
            if count > limit:
                yield draft.finding(
                    text.place,
                    f'{text.name} has a sentence of {count} words ("{shorten(sentence, 40)}")',
                    f"make two of it (at most {limit})",
                    _offset(text, sentence),
                )


def readability(draft: Draft) -> Iterator[Finding]:
    """Texts that are hard to read by the figure of their language."""
    for text in draft.texts():
        least = LEAST_EASE.get((text.language, text.kind))
        if least is None or len(words(reader_text(text.raw))) < _JUDGED_WORDS:
            continue
        ease = reading_ease(reader_text(text.raw), text.language)
        if ease < least:
            yield draft.finding(
                text.place,
                f"{text.name} is hard to read (reading ease {ease:.0f})",
                f"use shorter words and sentences (at least {least:.0f})",
            )


def _offset(text: Text, sentence: str) -> int:
    """Where the sentence begins in the raw text: at its first few words."""
    start = re.escape(sentence.split("Nom")[0][:20])
    match = re.search(start.replace(r"\ ", r"[\s*\[]+"), text.raw) if start else None
    return match.start() if match else 0
