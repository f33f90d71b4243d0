"""The figures that a text names: numbers, amounts, dates, hours, telephone numbers.

A figure is what a reader could quote. Each comes with the forms under which another text may
hold it: ``8u30`` is found in a text that says 8.30, ``1.194`` in one that says 1,194.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier januari january jan",
            "fevrier februari february feb",
            "mars maart march",
            "avril april apr",
            "mai mei may",
            "juin juni june jun",
            "juillet juli july jul",
            "aout augustus august aug",
            "septembre september sept sep",
            "octobre oktober october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}
#: Short names of months are English only: in French "sept" is seven.
_ENGLISH_SHORT = {
    "jan",
    "feb",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
    "may",
}
_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "zero nul",
            "one first once",
            "two second twice deux twee",
            "three third trois drie",
            "four fourth quatre vier",
            "five fifth cinq vijf",
            "six sixth zes",
            "seven seventh zeven",
            "eight eighth huit acht",
            "nine ninth neuf negen",
            "ten tenth dix tien",
            "eleven onze elf",
            "twelve douze twaalf",
        )
    )
    for word in words.split()
} | {
    "quinze": 15,
    "vijftien": 15,
    "vingt": 20,
    "twintig": 20,
    "trente": 30,
    "dertig": 30,
}
_UNITS = (
    r"(?:mois|ans?|annees?|semaines?|jours?|heures?|euros?|eur|maand(?:en)?|jaar|jaren|weken|week"
    r"|dag(?:en)?|uur|uren|months?|years?|weeks?|days?|hours?)"
)
_LONG_MONTHS = "|".join(sorted(set(_MONTHS) - _ENGLISH_SHORT, key=len, reverse=True))
_ALL_MONTHS = "|".join(sorted(_MONTHS, key=len, reverse=True))

_PHONE = re.compile(r"(?<![\d.,])(?:\+32 ?\(?0?\)?|0)\d{1,3}(?:[ ./-]{0,3}\d{2,3}){2,4}(?!\d)")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_HOUR = re.compile(r"\b(\d{1,2}) ?[hu:](?:ure)? ?([0-5]\d)?(?![\w])")
_NUMBER = re.compile(r"\d{1,3}(?:[., \u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+[.,]\d+|\d+")


@dataclass(frozen=True)
class Figure:
    """A figure as written, where, and the forms under which it may be found elsewhere."""

    written: str
    offset: int
    forms: frozenset[str]


def figures(text: str) -> list[Figure]:
    """The figures that a French or Dutch plain text names, in order."""
    return sorted(
        _scan(_same_length_fold(text), text, english=False),
        key=lambda found: found.offset,
    )


def known_forms(says: str) -> frozenset[str]:
    """Every form of every figure in English (or any) sources: what texts may quote."""
    folded = _same_length_fold(re.sub(r"\bmay\b", "   ", says))  # the verb, not the month
    forms: set[str] = set()
    for found in _scan(folded, says, english=True):
        forms |= found.forms
    forms |= {str(_WORDS[word]) for word in re.findall(r"[a-z]+", folded) if word in _WORDS}
    forms |= {f"month {_MONTHS[name]}" for name in re.findall(r"[a-z]+", folded) if name in _MONTHS}
    forms |= set(re.findall(r"\d+", folded))
    for hour, minutes in re.findall(r"\b(\d{1,2})[.:hu](\d{2})\b", folded):
        forms.add(f"hour {int(hour)}:{minutes}")
    return frozenset(forms)


def _scan(folded: str, text: str, *, english: bool) -> Iterator[Figure]:
    """Figures of all kinds; what one kind has taken, the next does not see."""

    def take(pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        nonlocal folded
        matches = list(pattern.finditer(folded))
        for match in matches:
            folded = folded[: match.start()] + " " * len(match[0]) + folded[match.end() :]
        yield from matches

    def figure(match: re.Match[str], *forms: str) -> Figure:
        return Figure(text[match.start() : match.end()].strip(), match.start(), frozenset(forms))

    months = _ALL_MONTHS if english else _LONG_MONTHS
    for match in take(_PHONE):
        digits = re.sub(r"\D", "", match[0].replace("+32", "0").replace("(0)", ""))
        yield figure(match, f"phone {digits.lstrip('0')}")
    for match in take(_ISO):
        yield from _date(figure, match, match[3], match[2], match[1])
    for match in take(_SLASHED):
        yield from _date(figure, match, match[1], match[2], match[3])
    day_first = rf"\b(\d{{1,2}})(?:er|e|ste|de|st|nd|rd|th)? (?:of )?({months})\b\.?(?: (\d{{4}}))?"
    for match in take(re.compile(day_first)):
        yield from _date(figure, match, match[1], str(_MONTHS[match[2]]), match[3])
    if english:
        for match in take(re.compile(rf"\b({months}) (\d{{1,2}})\b(?:,? (\d{{4}}))?")):
            yield from _date(figure, match, match[2], str(_MONTHS[match[1]]), match[3])
    for match in take(re.compile(rf"\b({months})\b")):
        yield figure(match, f"month {_MONTHS[match[1]]}")
    for match in take(_HOUR):
        yield figure(match, *_hour_forms(match[1], match[2]))
    for match in take(_NUMBER):
        yield figure(match, *_number_forms(match[0]))
    for match in take(re.compile(rf"\b({'|'.join(_WORDS)})\b(?= {_UNITS}\b)")):
        yield figure(match, str(_WORDS[match[1]]))


def _date(
    figure: object, match: re.Match[str], day: str, month: str, year: str | None
) -> Iterator[Figure]:
    assert callable(figure)
    yield figure(match, f"day {int(day)}/{int(month)}")
    if year:
        yield figure(match, year)


def _hour_forms(hour: str, minutes: str | None) -> tuple[str, ...]:
    if minutes is None:
        return (hour, f"hour {int(hour)}:00")
    return (f"hour {int(hour)}:{minutes}",)


def _number_forms(written: str) -> tuple[str, ...]:
    """``1.194`` may be a thousand or a decimal; ``1 194,50`` is 1194.5."""
    joined = re.sub(r"[., \u202f](?=\d{3}(?!\d))", "", written)
    forms = {_decimal(joined)}
    if re.fullmatch(r"\d+[.,]\d+", written):
        forms.add(_decimal(written))
    return tuple(forms)


def _decimal(written: str) -> str:
    number = written.replace(",", ".")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _same_length_fold(text: str) -> str:
    """Folded, but every character in its place, so that offsets stay true."""
    return "".join(_one(char) for char in text)


@lru_cache(maxsize=1024)
def _one(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else char
