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
_NAMED = re.compile(
    rf"{_WORD}(?<!\w)((?=(?:[A-Za-z.\-/]{{0,5}}\d){{5}})[A-Za-z0-9][\w.\-/]{{4,24}})", re.I
)
_NAMED_IN_GROUPS = re.compile(
    rf"{_WORD}(?<!\w)((?:[a-z]{{1,3}}\s)?\d{{1,3}}\s\d{{3}}(?:\s?\d{{2,4}})?)(?!\w)", re.I
)


def document_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where such numbers stand in a text."""
    for match in _BY_FORM.finditer(text):
        yield match.span()
    for pattern in (_NAMED, _NAMED_IN_GROUPS):
        for match in pattern.finditer(text):
            yield match.span(1)
