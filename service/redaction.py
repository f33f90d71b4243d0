"""Redaction: what identifies a person is replaced before anything is stored.

    redact("mon gsm est le 0475 12 34 56")  ->  "mon gsm est le [tel]"

Recall comes first for structured identifiers: any run of nine digits or more goes, unless it is
clearly something else. Dates, hours, ages, amounts, years, help lines, short service numbers and
our own codes pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import iban, luhn
from stdnum.be import nn

from service.codes import code_spans
from service.redaction_documents import document_spans
from service.redaction_phones import odd_phone_spans
from service.redaction_places import address_spans

EMAIL, PHONE, IBAN, NATIONAL, CARD, DOCUMENT, NUMBER, ADDRESS = (
    "email",
    "phone",
    "iban",
    "national_number",
    "card",
    "document",
    "number",
    "address",
)
MARKS = {
    EMAIL: "[e-mail]",
    PHONE: "[tel]",
    IBAN: "[IBAN]",
    NATIONAL: "[nr]",
    CARD: "[nr]",
    DOCUMENT: "[nr]",
    NUMBER: "[nr]",
    ADDRESS: "[adr]",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Something personal, from ``start`` to ``end``."""

    start: int
    end: int
    kind: str


def redact(text: str) -> str:
    """The text with marks instead of personal data."""
    parts, last = [], 0
    for found in find(text):
        parts += [text[last : found.start], MARKS[found.kind]]
        last = found.end
    return "".join([*parts, text[last:]])


def found_kinds(text: str) -> tuple[str, ...]:
    """Which kinds of personal data a text holds, each once."""
    return tuple(dict.fromkeys(found.kind for found in find(text)))


def find(text: str) -> list[Found]:
    """What is personal in a text, in order, without overlaps; earlier rules win."""
    kept: list[Found] = []
    busy: list[tuple[int, int]] = []
    for rule in _RULES:
        for found in rule(text):
            if not any(start < found.end and found.start < end for start, end in busy):
                busy.append((found.start, found.end))
                if found.kind:
                    kept.append(found)
    return sorted(kept, key=lambda found: found.start)


# --- The separators that people write within numbers -----------------------------------------
_GAP = r"[\s.\-/()_·‐-―]"

_AT = (
    r"(?:\s?[@＠]{1,2}\s?|\s?[\[(]\s?(?:at|à|a|arobase|apenstaartje)\s?[\])]\s?"
    r"|\s(?:at|arobase|apenstaartje|(?:chez|bij)(?=\s(?:gmail|hotmail|yahoo|outlook)\b))\s)"
)
_DOT = r"(?:\.|\s?[\[(]\s?(?:dot|point|punt)\s?[\])]\s?|\s(?:dot|point|punt)\s)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}}", re.I
)
_EMAIL_WITHOUT_END = re.compile(  # student@work is a service of the state
    r"(?<![\w.+-])(?!student@work\b)[\w.+-]{1,64}\s?@\s?[a-z][\w-]{1,62}", re.I
)

_NATIONAL = re.compile(
    rf"(?<![\d+])\d{{2}}{_GAP}{{0,3}}\d{{2}}{_GAP}{{0,3}}\d{{2}}"
    rf"{_GAP}{{0,3}}\d{{3}}{_GAP}{{0,3}}\d{{2}}(?!\d)"
)
_NATIONAL_WRITTEN = re.compile(r"\d{2}\.\d{2}\.\d{2}[ -]\d{3}[.-]\d{2}")

_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\s?\d{2}(?=[\s.\-]?[A-Za-z0-9])")
_BELGIAN_IBAN = re.compile(r"(?<![A-Za-z0-9])BE(?:[\s.\-]?\d){14}(?!\d)", re.I)

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"(?<![\d.])(?:{_DAY}\s?([/.\-])\s?{_MONTH}\s?\1\s?(?:19|20)\d{{2}}(?!\d)"
    rf"|(?:19|20)\d{{2}}([/.\-]){_MONTH}\2{_DAY}(?!\d)"
    rf"|(?<![\d/.\-]){_DAY}([/.\-]){_MONTH}\3\d{{2}}(?![\d]|[./\-]\d)"
    rf"|(?<![\d/.\-]){_MONTH}[/.\-](?:19|20)\d{{2}}(?!\d|[./\-\s]\d))"
)
_TIME = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])\s?(?:[hu]|:|uur|heures?)\s?(?:[0-5]\d)?(?!\d)", re.I)
_HOURS = re.compile(
    r"(?<![\d.])(?:[01]?\d|2[0-4])[.:][0-5]\d\s?[-–]\s?(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.])"
)
_AMOUNT = re.compile(
    r"(?<![\d/])(?:€\s?\d{1,3}(?:[ .\u00a0\u202f]?\d{3}){0,3}(?:,\d{1,2})?(?!\d)"
    r"|\d{1,3}(?:[ .\u00a0\u202f]?\d{3}){0,3}(?:,\d{1,2})?\s?(?:€|eur\b|euros?\b))",
    re.I,
)

_RUN = re.compile(
    rf"(?<![\w@])(?:\+\s?\(?\d(?:{_GAP}{{0,3}}\d){{6,}}|\(?\d(?:{_GAP}{{0,3}}\d){{7,}})"
)
_HELP_LINES = frozenset("100 101 102 103 105 106 107 110 112 1700 1712 1733 1813 1819 1890".split())
_MARKS_OF_SCHOOL = re.compile(r"(?:\d{1,2}/(?:10|20|100)(?:[\s,;.-]+|$)){2,}")  # 12/20 14/20 9/20
_YEAR = re.compile(r"(?:19|20)\d{2}")
_SERVICE = re.compile(r"^(?:0800|0900|0901|0902|0903|0904|0905|0906|0909|070|078)")


def _codes(text: str) -> Iterator[Found]:
    for start, end in code_spans(text):
        yield Found(start, end, "")


def _emails(text: str) -> Iterator[Found]:
    for pattern in (_EMAIL, _EMAIL_WITHOUT_END):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), EMAIL)


def _ibans(text: str) -> Iterator[Found]:
    for match in _BELGIAN_IBAN.finditer(text):
        yield Found(match.start(), match.end(), IBAN)  # whatever its check digits
    for match in _IBAN_START.finditer(text):
        end = _iban_end(text, match.start())
        if end is not None:
            yield Found(match.start(), end, IBAN)


def _iban_end(text: str, start: int) -> int | None:
    """Where the longest valid IBAN that begins here ends."""
    characters, ends = [], []
    for index in range(start, min(len(text), start + 60)):
        character = text[index]
        if character.isascii() and character.isalnum():
            characters.append(character)
            ends.append(index + 1)
        elif character not in " .-\u00a0\u202f":
            break
    for length in range(min(34, len(characters)), 14, -1):
        if iban.is_valid("".join(characters[:length])):
            return ends[length - 1]
    return None


def _national_numbers(text: str) -> Iterator[Found]:
    for match in _NATIONAL.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if nn.is_valid(digits) or _bis(digits) or _NATIONAL_WRITTEN.fullmatch(match[0]):
            yield Found(match.start(), match.end(), NATIONAL)


def _bis(digits: str) -> bool:
    """Numbers of people who are not registered: the month is raised by 20 or 40."""
    number, check = int(digits[:9]), int(digits[9:])
    return check in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)


def _dates(text: str) -> Iterator[Found]:
    for pattern in (_DATE, _HOURS, _AMOUNT):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "")


def _times(text: str) -> Iterator[Found]:
    for match in _TIME.finditer(text):
        yield Found(match.start(), match.end(), "")


def _runs(text: str) -> Iterator[Found]:
    for match in _RUN.finditer(text):
        kind = _kind_of_run(match[0])
        if kind is not None:
            yield Found(match.start(), match.end(), kind)


def _kind_of_run(run: str) -> str | None:
    digits = re.sub(r"\D", "", run)
    groups = re.findall(r"\d+", run)
    if _MARKS_OF_SCHOOL.fullmatch(run):
        return None
    if "+" in run or digits.startswith("00"):
        return PHONE
    if len(digits) in (8, 9) and _SERVICE.match(digits):
        return None  # 0800 32 123 and the like: nobody's own
    if all(group in _HELP_LINES or _YEAR.fullmatch(group) for group in groups):
        return None
    if all(len(group) == 4 for group in groups):
        return CARD if _is_card(digits) else _years_or_number(digits, groups)
    if len(digits) < 9:
        return None
    if len(digits) in (9, 10) and digits.startswith("0"):
        return PHONE
    if len(digits) == 9 and digits[0] == "4":
        return PHONE
    if len(digits) in (10, 11) and digits.startswith("32"):
        return PHONE
    return CARD if _is_card(digits) else NUMBER


def _years_or_number(digits: str, groups: list[str]) -> str | None:
    """Years and postcodes come in fours; so do cards, which were looked at before."""
    if all(group[0] in "12" for group in groups) or len(digits) < 9:
        return None
    return NUMBER


def _is_card(digits: str) -> bool:
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and luhn.is_valid(digits)


def _odd_phones(text: str) -> Iterator[Found]:
    for start, end in odd_phone_spans(text):
        yield Found(start, end, PHONE)


def _documents(text: str) -> Iterator[Found]:
    for start, end in document_spans(text):
        yield Found(start, end, DOCUMENT)


def _addresses(text: str) -> Iterator[Found]:
    for start, end in address_spans(text):
        yield Found(start, end, ADDRESS)


# What passes (kind "") stands before what it could be taken for.
_RULES = (
    _emails,
    _ibans,
    _national_numbers,
    _codes,
    _dates,
    _odd_phones,
    _runs,
    _times,
    _documents,
    _addresses,
)
