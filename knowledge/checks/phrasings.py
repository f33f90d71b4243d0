"""Phrasings teach the understanding: many, different, each for one article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.checks.context import Context
from knowledge.document import Place
from knowledge.draft import Draft
from knowledge.finding import Finding
from knowledge.organisations import REFERENCE
from knowledge.text import fold_words
from knowledge.vocabulary import LANGUAGES, QUESTIONS


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
    """Phrasings that stand twice, in one article or in two, after folding."""
    seen: dict[tuple[str, str], tuple[Draft, Place]] = {}
    for draft in drafts:
        for language in LANGUAGES:
            for place, question in draft.questions(language):
                first = seen.setdefault((language, fold_words(question)), (draft, place))
                if first != (draft, place):
                    where = f"{first[0].id}, line {first[0].document.line(first[1])}"
                    yield draft.finding(
                        place,
                        f'the question "{question}" stands also in {where}',
                        "keep it where it belongs, change or remove the other",
                    )
