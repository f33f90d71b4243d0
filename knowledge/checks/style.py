"""The house says vous and u, in the French and the Dutch of Brussels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.draft import Draft, Text
from knowledge.finding import Finding

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^”]*”|\"[^\"]*\"")
_FAMILIAR = {
    "fr": re.compile(r"\b(?:tu|toi|ton|tes)\b", re.IGNORECASE),
    "nl": re.compile(r"\b(?:je|jij|jou|jouw|jullie)\b", re.IGNORECASE),
}
_POLITE = {"fr": "vous", "nl": "u"}
#: Words of France and of the Netherlands, with what they are called here.
_ELSEWHERE = {
    "fr": {
        "pôle emploi": "[[actiris]]",
        "france travail": "[[actiris]]",
        "lycée": "école secondaire",
        "terminale": "6e année, rhéto",
        "alternant": "jeune en alternance",
        "mairie": "commune",
        "sécu": "mutuelle",
        "soixante-dix": "septante",
        "quatre-vingt-dix": "nonante",
    },
    "nl": {
        "hbo": "hogeschool",
        "mbo": "secundair onderwijs",
        "vwo": "secundair onderwijs",
        "havo": "secundair onderwijs",
        "uwv": "[[onem]]",
        "bijbaan": "studentenjob",
        "stufi": "studietoelage",
        "zzp": "zelfstandige",
        "digid": "itsme",
    },
}


def polite(draft: Draft) -> Iterator[Finding]:
    """Texts that say tu or je; what stands between quotation marks is somebody else's word."""
    for text in draft.texts():
        match = _FAMILIAR[text.language].search(_without_quotations(text))
        if match:
            yield draft.finding(
                text.place,
                f'{text.name} says "{match[0]}"',
                f'say "{_POLITE[text.language]}" (or put words of others in quotation marks)',
                match.start(),
            )


def from_here(draft: Draft) -> Iterator[Finding]:
    """Words that people in Brussels know only from abroad."""
    for text in draft.texts():
        readable = _without_quotations(text)
        for word, ours in _ELSEWHERE[text.language].items():
            match = re.search(rf"\b{word}s?\b", readable, re.IGNORECASE)
            if match:
                yield draft.finding(
                    text.place,
                    f'{text.name} says "{match[0]}", a word from elsewhere',
                    f'say "{ours}"',
                    match.start(),
                )


def _without_quotations(text: Text) -> str:
    return _QUOTED.sub(lambda quotation: " " * len(quotation[0]), text.raw)
