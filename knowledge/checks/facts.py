"""Every figure, date, amount, telephone number and street stands in a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from knowledge.checks.context import Context
from knowledge.draft import Draft, Text
from knowledge.figures import figures, known_forms
from knowledge.finding import Finding
from knowledge.organisations import REFERENCE
from knowledge.text import fold_words
from knowledge.vocabulary import HELP_LINES

_MEND = "state it in a `says` line of a source, or take it out"
_LINK_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")
_LIST_NUMBER = re.compile(r"^\s*\d+[.)] ", re.MULTILINE)
_STREETS = (
    re.compile(
        r"(?<![\w-])(?i:rue|avenue|boulevard|chaussée|place|quai|square|allée|bd|av\.)"
        r"(?: (?:de|du|des|la|le|les|de l['’]|d['’]))*[ '’][A-ZÉÈÀ][\w'’\-]+(?: [A-ZÉ][\w\-]+)*",
    ),
    re.compile(r"\b[A-Z][\w\-]+(?:straat|laan|plein|steenweg|kaai|dreef)\b"),
)


def unsourced_figures(draft: Draft, context: Context) -> Iterator[Finding]:
    """Figures of any kind that no source of the article says."""
    known = known_forms(draft.says()) | known_forms(" ; ".join(HELP_LINES)) | _own_dates(draft)
    for text in draft.texts():
        readable = _without_names(text.raw, context)
        reported: set[str] = set()
        for figure in figures(readable):
            if not figure.forms & known and figure.written not in reported:
                reported.add(figure.written)
                yield draft.finding(
                    text.place,
                    f'{text.name} says "{figure.written}", which no source says',
                    _MEND,
                    figure.offset,
                )


def _own_dates(draft: Draft) -> frozenset[str]:
    """An article may say in which month it was written or checked."""
    dates = [draft.data.get(key) for key in ("written", "reviewed")]
    return frozenset(
        form
        for day in dates
        if isinstance(day, date)
        for form in (f"month {day.month}", f"day {day.day}/{day.month}", str(day.year))
    )


def unsourced_streets(draft: Draft) -> Iterator[Finding]:
    """Street names that no source of the article says."""
    says = fold_words(draft.says())
    for text in draft.texts():
        for street in _streets(text):
            if fold_words(street[0]) not in says:
                yield draft.finding(
                    text.place,
                    f'{text.name} gives the address "{street[0]}", which no source says',
                    _MEND,
                    street.start(),
                )


def _streets(text: Text) -> Iterator[re.Match[str]]:
    for pattern in _STREETS:
        for match in pattern.finditer(text.raw):
            name = match[0].replace("’", "'").replace("'", " ").split()[-1]
            if name[0].isupper():  # "rue de la gare" yes, "place dans une école" no
                yield match


def _without_names(raw: str, context: Context) -> str:
    """The text with spaces for whatever holds figures that are names: links, references, 1819."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    text = _LIST_NUMBER.sub(blank, _LINK_ADDRESS.sub(blank, REFERENCE.sub(blank, raw)))
    for name in context.names_with_figures:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", blank, text)
    return text
