"""Codes for appointments and messages left: 8 characters of Crockford's base32.

Read aloud or copied by hand, in either case, with or without the hyphen: O is 0, I and L are 1.
Every code has at least two of the digits 2 to 9, and a letter in each half, so that no word of a
sentence, no date and no document number can be taken for one; that leaves 39 of the 40 bits.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CLEAR_DIGITS = frozenset("23456789")
_SAME = str.maketrans("OIL", "011")
_SHAPE = re.compile(
    r"(?<![0-9A-Za-z])([0-9A-Za-z]{4})[ \-\u2010-\u2015]?([0-9A-Za-z]{4})(?![0-9A-Za-z])"
)


def new_code() -> str:
    """A random code, written with a hyphen: ``7K4F-9QM2``."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(8))
        if _fits(code):
            return f"{code[:4]}-{code[4:]}"


def normal(code: str) -> str | None:
    """The one way of writing a code (8 characters, no hyphen), or None when it is none."""
    plain = re.sub(r"[\s\-\u2010-\u2015]", "", code).upper().translate(_SAME)
    return plain if _fits(plain) else None


def find_code(text: str) -> str | None:
    """The first code in a text, in its normal form."""
    for match in _SHAPE.finditer(text):
        code = normal(match.group(1) + match.group(2))
        if code is not None:
            return code
    return None


def code_spans(text: str) -> list[tuple[int, int]]:
    """Where codes stand in a text: redaction lets them pass."""
    return [m.span() for m in _SHAPE.finditer(text) if normal(m.group(1) + m.group(2))]


def _fits(code: str) -> bool:
    clear = sum(character in _CLEAR_DIGITS for character in code)
    halves = (code[:4], code[4:])
    lettered = all(any(character.isalpha() for character in half) for half in halves)
    return len(code) == 8 and set(code) <= set(ALPHABET) and clear >= 2 and lettered
