"""Links and references lead somewhere that we know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from knowledge.checks.context import Context
from knowledge.draft import Draft
from knowledge.finding import Finding
from knowledge.organisations import REFERENCE

_LINK = re.compile(r"\[(?P<text>(?:[^\[\]]|\[\[[^\]]*\]\])*)\]\((?P<url>[^)]*)\)")
_BARE = re.compile(r"(?:https?://|www\.)\S+")
_REFERENCE_MEND = "write [[id]], [[id:short]] or [[id:link]]"
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def references(draft: Draft, context: Context) -> Iterator[Finding]:
    """References to organisations that are not in the list, or are not well-formed."""
    for text in draft.texts():
        for match in REFERENCE.finditer(text.raw):
            place, start = text.place, match.start()
            if match[1] not in context.organisations:
                yield draft.finding(
                    place,
                    f"{text.name} names the unknown organisation {match[0]}",
                    "use an id of knowledge/organisations.yml, or add it there",
                    start,
                )
            if match[2] not in (None, "link", "short"):
                yield draft.finding(
                    place,
                    f"{match[0]} is not well-formed",
                    _REFERENCE_MEND,
                    start,
                )
        rest = REFERENCE.sub("", text.raw)
        if "[[" in rest or "]]" in rest:
            yield draft.finding(
                text.place,
                f"{text.name} has a broken reference",
                _REFERENCE_MEND,
            )


def links(draft: Draft, context: Context) -> Iterator[Finding]:
    """Links that are broken, bare, or lead to a site that no source and no organisation has."""
    known = context.hosts | {host(str(source.get("url"))) for _, source in draft.sources()}
    says = draft.says().casefold()
    for text in draft.texts():
        for match in _LINK.finditer(text.raw):
            address = match["url"]
            if not well_formed(address):
                yield draft.finding(
                    text.place,
                    f"{text.name} has the broken link {address!r}",
                    "write [words](https://...)",
                    match.start(),
                )
            elif host(address) not in known and host(address) not in says:
                yield draft.finding(
                    text.place,
                    f"{text.name} links to {host(address)}, which is in no source",
                    "name it in a source, or take the link out",
                    match.start(),
                )
        for match in _BARE.finditer(_LINK.sub(lambda link: " " * len(link[0]), text.raw)):
            yield draft.finding(
                text.place,
                f"{text.name} has the bare address {match[0]}",
                "write [words](https://...)",
                match.start(),
            )


def source_addresses(draft: Draft) -> Iterator[Finding]:
    """Sources whose address is no address."""
    for place, source in draft.sources():
        address = source.get("url")
        if isinstance(address, str) and not well_formed(address):
            yield draft.finding(
                (*place, "url"), f"{address!r} is no web address", "write https://..."
            )


def well_formed(address: str) -> bool:
    """Whether this is a web address that a phone can open."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    spaces = re.search(r"\s", address)
    return parts.scheme in {"http", "https"} and not spaces and bool(_HOST.fullmatch(parts.netloc))


def host(address: str) -> str:
    """The site of an address, without www."""
    try:
        return urlsplit(address).netloc.casefold().removeprefix("www.")
    except ValueError:
        return ""
