"""The figures that a text names: numbers, amounts, dates, hours, telephone numbers.

A figure is what a reader could quote. Each comes with the forms under which another text may
hold it: ``8u30`` is found in a text that says 8.30, ``1.194`` in one that says 1,194.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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

_WORD_WITH_UNIT = re.compile(rf"\b({'|'.join(_WORDS)})\b(?= {_UNITS}\b)")


@dataclass(frozen=True)
class Figure:
    """A figure as written, where, and the forms under which it may be found elsewhere."""

    written: str
    offset: int
    forms: frozenset[str]


def figures(text: str) -> list[Figure]:
    """The figures that a French or Dutch plain text names, in order."""
    return sorted(_scan(text, _kinds(_LONG_MONTHS)), key=lambda figure: figure.offset)


def known_forms(says: str) -> frozenset[str]:
    """Every form of every figure in English (or any) sources: what texts may quote."""
    without_verb = re.sub(r"\bmay\b", "   ", says)  # the verb, not the month
    kinds = _kinds(_ALL_MONTHS)
    forms = {form for figure in _scan(without_verb, kinds) for form in figure.forms}
    folded = _same_length_fold(without_verb)
    found = re.findall(r"[a-z]+", folded)
    forms |= {str(_WORDS[word]) for word in found if word in _WORDS}
    forms |= {f"month {_MONTHS[word]}" for word in found if word in _MONTHS}
    forms |= set(re.findall(r"\d+", folded))
    hours = re.findall(r"\b(\d{1,2})[.:hu](\d{2})\b", folded)
    return frozenset(forms | {f"hour {int(hour)}:{minutes}" for hour, minutes in hours})


#: Reads a match: one tuple of forms for each figure in it.
_Reader = Callable[[re.Match[str]], list[tuple[str, ...]]]


@lru_cache(maxsize=2)
def _kinds(months: str) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """The kinds of figures, the more special first: what one has taken, the next does not see."""
    day_month = rf"\b(\d{{1,2}})(?:er|e|ste|de|st|nd|rd|th)? (?:of )?({months})\b"
    month_day = rf"\b({months}) (\d{{1,2}})\b"
    year = r"(?:[.,]? (\d{4}))?"
    in_english = months == _ALL_MONTHS
    return (
        (_PHONE, lambda match: [(_phone(match[0]),)]),
        (_ISO, lambda match: _date(match[3], match[2], match[1])),
        (_SLASHED, lambda match: _date(match[1], match[2], match[3])),
        (re.compile(day_month + year), lambda match: _date(match[1], match[2], match[3])),
        *(
            [(re.compile(month_day + year), lambda match: _date(match[2], match[1], match[3]))]
            if in_english
            else []
        ),
        (re.compile(rf"\b({months})\b"), lambda match: [(f"month {_MONTHS[match[1]]}",)]),
        (_HOUR, lambda match: [_hour_forms(match[1], match[2])]),
        (_NUMBER, lambda match: [_number_forms(match[0])]),
        (_WORD_WITH_UNIT, lambda match: [(str(_WORDS[match[1]]),)]),
    )


def _scan(text: str, kinds: tuple[tuple[re.Pattern[str], _Reader], ...]) -> Iterator[Figure]:
    folded = _same_length_fold(text)
    for pattern, read in kinds:
        for match in list(pattern.finditer(folded)):
            folded = folded[: match.start()] + " " * len(match[0]) + folded[match.end() :]
            written = text[match.start() : match.end()].strip()
            for forms in read(match):
                yield Figure(written, match.start(), frozenset(forms))


def _phone(written: str) -> str:
    digits = re.sub(r"\D", "", written.replace("+32", "").replace("(0)", ""))
    return f"phone {digits.lstrip('0')}"


def _date(day: str, month: str, year: str | None) -> list[tuple[str, ...]]:
    number = int(month) if month.isdigit() else _MONTHS[month]
    return [(f"day {int(day)}/{number}",), *([(year,)] if year else [])]


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
