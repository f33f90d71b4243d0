"""Street addresses, where they can be recognised: a street with a house number."""

from __future__ import annotations

import re

_WITH_BOX = (  # "122/4": a day and a month are no house, but in three figures or before a postcode
    r"(?:(?!19|20)\d{3,4}/\d{1,3}(?![\d/])|\d{1,4}/\d{1,3}(?=[\s,]+(?:B-?)?[1-9]\d{3}\b))"
)
_NUMBER = (
    rf"(?:n[°ro.]{{0,2}}\s?|num[ée]ro\s|nummer\s)?(?:{_WITH_BOX}"
    r"|\d{1,4}\s?(?:bis|ter|[a-g](?![\w']))?)"
)
_BOX = r"(?:[\s,]*(?:bo[iî]te|bte|bus|box|b)\s?[\w.]{1,4})?"
# What follows a number that is no house number.
_NO_HOUSE = (
    r"(?!\s?(?:ans?\b|mois|jours?|semaines?|heures?|fois|euros?|€|%|h\d{0,2}\b|minutes?|personnes?"
    r"|jaar|jaren|maand\w*|dag\w*|we(?:ek|ken)\b|uur|uren|u\b|keer|euro|minuten|personen|mensen"
    r"|km|km/|m²|kilom|[./:]\d))"
)
_TOWN = r"(?:[\s,]+(?:B-?)?[1-9]\d{3}(?:\s+[A-ZÉ][\w'-]+){0,2})?"

_LINK = r"(?:(?:de\s+la|de\s+l['’]|du|des|de|d['’]|la|le|les|l['’]|aux?|en|sous|sur|van|ter)\s*)"
# Words that no street is named after: the sentence has moved on.
_STOP = (
    r"(?:depuis|pendant|il|elle|je|j['’]ai|et|à|avec|pour|dans|mais|car|que|qui|donc|chez|y|a|est|ai"
    r"|j['’]habite|c['’]est)\b"
)
_NAME = rf"(?:(?!{_STOP})[\w'’.-]{{1,25}})"
_FRENCH_TYPE = (
    r"(?:rue|avenue|av\.|boulevard|bd\.?|boul\.|chauss[ée]e|ch\.|chée|quai|square|all[ée]e|dr[èe]ve"
    r"|clos|impasse|venelle|sentier|petite\s+rue|rond-point|parvis)"
)
_FRENCH_AFTER = re.compile(
    rf"\b{_FRENCH_TYPE}\s+{_LINK}{{0,2}}{_NAME}(?:\s+{_LINK}{{0,2}}{_NAME}){{0,4}}?"
    rf"[\s,]+{_NUMBER}(?!\d){_NO_HOUSE}{_BOX}{_TOWN}",
    re.I,
)
_FRENCH_BEFORE = re.compile(
    rf"(?<!\d)(?:{_NUMBER}[\s,]+|\bau\s+{_NUMBER}\s+(?:de\s+(?:la\s|l['’])|du\s)\s*){_FRENCH_TYPE}\s+{_LINK}{{0,2}}{_NAME}(?:\s+{_LINK}[A-ZÉ][\w'’-]+)?"
    rf"{_BOX}{_TOWN}",
    re.I,
)
_PLACE = re.compile(
    rf"\b[Pp]lace\s+{_LINK}{{0,2}}[A-ZÉ][\w'’-]+(?:\s+{_LINK}{{0,2}}[A-ZÉ][\w'’-]+){{0,3}}"
    rf"[\s,]+{_NUMBER}(?!\d){_NO_HOUSE}{_BOX}{_TOWN}"
)
_DUTCH = re.compile(
    r"\b(?!(?:onderweg|halfweg|werkplein|schoolplein)\b)"
    r"(?:[\w'’-]{3,30}(?:straat|laan|steenweg|plein|dreef|kaai|weg)"
    r"|(?!temps\b)[A-Z][\w'’-]+\s(?:straat|laan|steenweg|plein|square|kaai|dreef))"
    rf"[\s,]+{_NUMBER}(?!\d){_NO_HOUSE}{_BOX}{_TOWN}",
    re.I,
)


def address_spans(text: str) -> list[tuple[int, int]]:
    """Where addresses stand in a text; what two rules found together is one."""
    patterns = (_FRENCH_AFTER, _FRENCH_BEFORE, _PLACE, _DUTCH)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(match.span() for one in patterns for match in one.finditer(text)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
