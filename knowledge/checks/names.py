"""Organisations are named by reference, and spelled as the list spells them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.checks.context import Context
from knowledge.draft import Draft, Text
from knowledge.finding import Finding
from knowledge.organisations import REFERENCE, Organisation
from knowledge.text import fold_words

_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+|\S+@\S+|\bwww\.\S+")
_WORD = re.compile(r"[^\W_]+")


def spellings(draft: Draft, context: Context) -> Iterator[Finding]:
    """Names spelled in a way that the list does not know (case, accents, hyphens, a typo)."""
    for text in draft.texts():
        readable = _running_text(text)
        for match, organisation in _misspelled(readable, context):
            yield draft.finding(
                text.place,
                f'{text.name} spells "{match[0]}"',
                f"write [[{organisation.id}]] "
                f'("{organisation.namings[text.language].name}"), or add the spelling to '
                "knowledge/organisations.yml",
                match.start(),
            )


def plain_names(draft: Draft, context: Context) -> Iterator[Finding]:
    """Names written out, which a renaming would not reach."""
    for text in draft.texts():
        if text.kind == "title":
            continue
        readable = _running_text(text)
        for name, pattern, reference in context.plain_names[text.language]:
            match = pattern.search(readable) if name in readable else None
            if match:
                yield draft.finding(
                    text.place,
                    f'{text.name} names "{name}" in plain letters',
                    f"write {reference}",
                    match.start(),
                )
                readable = pattern.sub(lambda found: " " * len(found[0]), readable)


def _running_text(text: Text) -> str:
    """The text with spaces for references and addresses, every character in its place."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    return _ADDRESS.sub(blank, REFERENCE.sub(blank, text.raw))


def _misspelled(text: str, context: Context) -> Iterator[tuple[re.Match[str], Organisation]]:
    folded = f" {fold_words(text)} "
    for name, pattern, organisation in context.name_patterns:
        for match in pattern.finditer(text) if f" {name} " in folded else ():
            ordinary = organisation.also_a_word and match[0][0].islower()
            if not ordinary and not _accepted(match[0], organisation):
                yield match, organisation
    for match in _WORD.finditer(text):
        meant = context.nearly(match[0]) if match[0][0].isupper() else None
        if meant:
            yield match, meant


def _accepted(written: str, organisation: Organisation) -> bool:
    straight = re.sub(r"\s+", " ", written.replace("’", "'"))
    capital_first = straight[0].lower() + straight[1:]
    return straight in organisation.names or (
        capital_first in organisation.names  # the same at the head of a sentence
    )
