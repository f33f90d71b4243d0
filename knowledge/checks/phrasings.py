"""Phrasings teach the understanding: many, different, each for one article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.checks.context import Context
from knowledge.document import Place
from knowledge.draft import Draft
from knowledge.finding import Finding
from knowledge.organisations import REFERENCE
from knowledge.text import fold_words
from knowledge.vocabulary import LANGUAGES, QUESTIONS

_DOUBLED = re.compile(r"([a-z])\1+")


def enough(draft: Draft) -> Iterator[Finding]:
    """Languages with too few phrasings."""
    for language in LANGUAGES:
        count = len(draft.questions(language))
        if count < QUESTIONS:
            yield draft.finding(
                (language, "questions"),
                f"{language} has {count} questions",
                f"add ways in which people ask it, {QUESTIONS} or more",
            )


def own_words(draft: Draft) -> Iterator[Finding]:
    """Phrasings with references or Markdown, or without a word."""
    for language in LANGUAGES:
        for place, question in draft.questions(language):
            if REFERENCE.search(question) or "**" in question or "](" in question:
                yield draft.finding(
                    place,
                    "a question with marks in it",
                    "write it as a visitor types it",
                )
            elif not fold_words(question):
                yield draft.finding(place, "a question without words", "write or remove it")


def unique(drafts: Sequence[Draft], _context: Context) -> Iterator[Finding]:
    """Phrasings that stand twice, or nearly so, in one article or in two."""
    seen: dict[tuple[str, str], tuple[Draft, Place, str]] = {}
    for draft in drafts:
        for language in LANGUAGES:
            for place, question in draft.questions(language):
                keys = _keys(question)
                first = next((seen[language, key] for key in keys if (language, key) in seen), None)
                if first:
                    yield _repeated(draft, place, question, first)
                for key in keys:
                    seen.setdefault((language, key), (draft, place, question))


def _keys(question: str) -> tuple[str, ...]:
    """What two phrasings have in common that teach the same.

    Their letters whatever the case, accents, punctuation, spaces and doubled letters; or their
    words in any order.
    """
    words = fold_words(question).split()
    letters = _DOUBLED.sub(r"\1", "".join(words))
    return (letters, " ".join(sorted(words)))


def _repeated(
    draft: Draft, place: Place, question: str, first: tuple[Draft, Place, str]
) -> Finding:
    other, other_place, other_question = first
    where = f"{other.id}, line {other.document.line(other_place)}"
    same = fold_words(question) == fold_words(other_question)
    is_like = "stands also in" if same else f'is nearly "{other_question}" in'
    return draft.finding(
        place,
        f'the question "{question}" {is_like} {where}',
        "keep it where it belongs, change or remove the other",
    )
