"""Whether a text asks somebody without papers for what they do not have.

A clause that names an identity document, or that sends to a register closed to them, is a
request unless it plainly denies it ("nous ne demandons jamais vos papiers", "zonder
verblijfsvergunning"). Wide on purpose: a false alarm costs an editor a minute, a missed request
costs a visitor their trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.text import fold, plain

_DOCUMENTS = re.compile(
    r"""
    \b(?: cartes?\ d'identite | cartes?\ de\ sejour | titres?\ de\ sejour | permis\ de\ sejour
        | documents?\ de\ sejour | documents?\ d'identite | pieces?\ d'identite | passeports?
        | preuves?\ d'identite | numeros?\ national | registre\ national | niss | e-?id\b | itsme
        | permis\ de\ travail | permis\ unique | carte\ professionnelle | annexe\ \d+
        | attestation\ d'immatriculation | composition\ de\ menage | casier\ judiciaire
        | (?:preuves?|attestations?|certificats?)\ de\ (?:domicile|residence|sejour)
        | lecteur\ de\ carte
        | identiteits\w+ | verblijfs(?:vergunning|document|titel|kaart|bewijs|papier)\w*
        | paspoort\w* | rijksregister\w* | insz
        | arbeids(?:kaart|vergunning) | gecombineerde\ vergunning | beroepskaart | bijlage\ \d+
        | bewijs\ van\ (?:woonst|verblijf|inschrijving) | gezinssamenstelling | strafregister
        | kaartlezer )
    """,
    re.VERBOSE,
)
_PAPERS = re.compile(r"\b(?:vos|tes|uw|je|jouw|de|les|des)\ (?:papiers|papieren)\b")
_BRING = re.compile(
    r"\b(?:apport|montr|present|prenez|prends|prendre|amen|muni|scann|telecharg|envoy|donn|fourni"
    r"|prouv|joign|emport|demand|toon|tonen|meebreng|meenem|meeneem|neem|breng|bezorg|voorleg|leg"
    r"|opstuur|stuur|bewij|geef|vraag|vrag)\w*"
)
_CLOSED = re.compile(r"\b(?:actiris|vdab|forem|onem|rva|capac|hvw|bapa|student@work)\b")
_REGISTER = re.compile(
    r"\b(?:inscri(?:vez|s|re|t|vent)\w*|inscription|enregistr\w+|schrijf\w*|inschrijv\w*"
    r"|ingeschreven|aanmeld\w*|registre\w*)\b"
)
_NO = re.compile(
    r"\b(?:sans|aucune?|jamais|ni|impossible|zonder|geen|nooit|onmogelijk|noch)\b"
    r"|\bn(?:e|')\s?\w+(?:\s\w+){0,2}\s(?:pas|plus|rien)\b"
    r"|\bpas (?:de|d'|besoin|necessaire|obligatoire|possible)"
    r"|\bniet (?:nodig|gevraagd|mogelijk|verplicht|vragen|tonen|kunnen|mogen)\b"
    r"|\b(?:kan|kunt|mag|hoeft?|moet|vraagt|vragen)\b[^.]*\bniet\b"
)
#: Somebody else has taken the document: the text speaks of exploitation.
_TAKEN = re.compile(
    r"\b(?:garde|gardent|pris|prend|prennent|confisqu\w+|retien\w+|vole\w*|afgenomen|af"
    r"|bij|bijhoud\w*|afpak\w*)\b(?!')"
)
_FORGET = re.compile(r"\b(?:n'oublie\w*|n'oubliez|vergeet|vergeten)\b")
_CLAUSE = re.compile(r"(?<=[.!?;:])\s+|\n+|,\s+|\s+(?:et|mais|en|maar|puis|dan)\s+")


def identity_requests(markdown: str) -> list[str]:
    """The clauses of a text that ask for identity papers or send to a register that needs them."""
    return list(_requests(plain(markdown)))


def _requests(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        folded = fold(clause)
        names_document = _DOCUMENTS.search(folded) or (
            _PAPERS.search(folded) and _BRING.search(folded)
        )
        sends_away = _CLOSED.search(folded) and _REGISTER.search(folded)
        if (names_document or sends_away) and not _denied(folded):
            yield clause.strip()


def _denied(folded: str) -> bool:
    taken = "passeport" in folded or "paspoort" in folded
    if taken and _TAKEN.search(folded):
        return True
    return bool(_NO.search(folded)) and not _FORGET.search(folded)
