"""Numbers of documents and files: by their form, or because the word before says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BY_FORM = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,3}[ .\-]?\d{6,10}|\d{2}[A-Z]{2}\d{5}|[A-Z]\d{2}[A-Z]{1,2}\d{4,6}"
    r"|[a-z]{2}\d{6,7}|[1-9]-[A-Z]{3}-\d{3})(?!\w)"  # the last is a number plate
)
_WORD = (
    r"(?:passe?port|paspoort|identit\w+|eid|s[ée]jour|verblijf\w*|permis|rijbewijs|dossier\w*"
    r"|registre\w*|rijksregister\w*|niss|insz|national\w*|ov-?nummer|openbare\s+veiligheid"
    r"|s[uû]ret[ée]\s+publique|num[ée]ro\s+(?:d['’])?[ée]tudiant\w*|student\w*nummer|matricule"
    r"|stamnummer|klantnummer|num[ée]ro\s+(?:de\s+)?client\w*)\b[^\d\n]{0,30}?"
)
# Whose number it is, with the number at once after it or after "n°": asylum and residence files;
# job seekers and health insurance, whose names also stand before counts and postcodes.
_RESIDENCE = (
    r"(?:CGRA|CGVS|CGRS|OE|DVZ|IBZ|SP|Fedasil|(?:annexe|bijlage)\s+\d{1,2}(?:\s?[a-z]+ies)?)"
)
_OFFICE = (
    r"(?:Actiris|VDAB|Forem|Onem|RVA|CPAS|OCMW|mutuelle|mutualit[ée]|mutualiteit|ziekenfonds"
    r"|demandeu\w+\s+d['’]emploi|werkzoekende)"
)
_NUMBER_WORD = r"(?:n[°ro.]{1,2}|num[ée]ro|nummer|dossier(?:nummer)?)"
_NO_YEARS = r"(?!(?:19|20)\d\d\s?[-/ ]\s?(?:19|20)?\d\d(?!\d))"
_NO_SERVICE = r"(?!0[89]0|07[08])"
_GROUPED = r"((?:\d[./\- ]?){5,9}\d[A-Z]?)(?!\w)"
_OF_RESIDENCE = re.compile(
    rf"\b{_RESIDENCE}[\s:.\-]{{0,3}}{_NUMBER_WORD}?[\s:.]{{0,3}}{_NO_SERVICE}{_NO_YEARS}{_GROUPED}",
    re.I,
)
_OF_AN_OFFICE = re.compile(
    rf"\b{_OFFICE}[\s:.\-]{{0,3}}(?:\d{{3}}\s)?{_NUMBER_WORD}[\s:.]{{0,3}}{_NO_SERVICE}{_NO_YEARS}{_GROUPED}",
    re.I,
)
_AFTER_AN_OFFICE = re.compile(
    rf"\b{_OFFICE}[\s:.\-]{{0,3}}{_NO_SERVICE}(\d{{6,9}}(?:[./-]\d{{1,3}})?)(?!\w)", re.I
)
_ASYLUM = re.compile(r"(?<![\w/.])\d{2}/\d{5}[A-Z]?(?![\w/])")  # the file number of the CGRA
_PLATE = re.compile(
    r"(?:plaque|nummerplaat|kenteken|immatriculation)\b[^\d\n]{0,12}([1-9][\s-]?[a-z]{3}[\s-]?\d{3})\b",
    re.I,
)
_NAMED = re.compile(
    rf"{_WORD}(?<!\w)((?=(?:[A-Za-z.\-/]{{0,5}}\d){{5}})[A-Za-z0-9][\w.\-/]{{4,24}})", re.I
)
_NAMED_IN_GROUPS = re.compile(
    rf"{_WORD}(?<!\w)((?:[a-z]{{1,3}}\s)?\d{{1,3}}\s\d{{3}}(?:\s?\d{{2,4}})?)(?!\w)", re.I
)

_AFTER_A_WORD = (
    _NAMED, _NAMED_IN_GROUPS, _OF_RESIDENCE, _OF_AN_OFFICE, _AFTER_AN_OFFICE, _PLATE,
)  # fmt: skip


def document_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where such numbers stand in a text."""
    for pattern in (_BY_FORM, _ASYLUM):
        for match in pattern.finditer(text):
            yield match.span()
    for pattern in _AFTER_A_WORD:
        for match in pattern.finditer(text):
            yield match.span(1)
