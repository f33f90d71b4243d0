"""The organisations that articles name, and the references to them.

``[[id]]`` becomes the name, ``[[id:short]]`` the short name, ``[[id:link]]`` the name as a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.text import fold_words

REFERENCE = re.compile(r"\[\[([^\[\]:]*)(?::([^\[\]]*))?\]\]")


@dataclass(frozen=True)
class Naming:
    """An organisation in one language: its name, what it does, for whom."""

    name: str
    short: str
    what: str
    audience: str
    url: str | None


@dataclass(frozen=True)
class Organisation:
    """A body that articles refer to."""

    id: str
    namings: Mapping[str, Naming]
    spellings: tuple[str, ...]
    confirmed: bool
    kind: bool
    also_a_word: bool

    @property
    def names(self) -> frozenset[str]:
        """Every way in which running text may spell it, in either language."""
        namings = self.namings.values()
        return frozenset(
            {each.name for each in namings} | {each.short for each in namings} | {*self.spellings}
        )

    @property
    def folded_names(self) -> frozenset[str]:
        """The names without case, accents and punctuation."""
        return frozenset(fold_words(name) for name in self.names)


def organisations_from(
    data: Mapping[str, Mapping[str, object]],
) -> dict[str, Organisation]:
    """The organisations of ``organisations.yml``, by id. Raises KeyError, TypeError, ValueError."""
    return {key: _organisation(key, entry) for key, entry in data.items()}


def _organisation(key: str, entry: Mapping[str, object]) -> Organisation:
    spellings = entry.get("spellings") or []
    if not isinstance(spellings, list):
        raise TypeError("spellings must be a list")
    return Organisation(
        id=key,
        namings={language: _naming(entry, language) for language in ("fr", "nl")},
        spellings=tuple(str(spelling) for spelling in spellings),
        confirmed=entry.get("confirmed", True) is True,
        kind=entry.get("kind", False) is True,
        also_a_word=entry.get("also_a_word", False) is True,
    )


def _naming(entry: Mapping[str, object], language: str) -> Naming:
    words = entry[language]
    url = entry.get("url")
    if isinstance(url, Mapping):
        url = url.get(language)
    if not isinstance(words, Mapping):
        raise TypeError(f"{language} must hold name, what and for")
    return Naming(
        name=str(words["name"]),
        short=str(words.get("short") or words["name"]),
        what=str(words["what"]),
        audience=str(words["for"]),
        url=None if url is None else str(url),
    )


def references(text: str) -> Iterator[re.Match[str]]:
    """Every reference in the text, well-formed or not."""
    return REFERENCE.finditer(text)


def resolve(text: str, language: str, organisations: Mapping[str, Organisation]) -> str:
    """Replace references by names, linked where asked for. Raises KeyError for an unknown id."""

    def named(match: re.Match[str]) -> str:
        naming = organisations[match[1]].namings[language]
        if match[2] == "link" and naming.url:
            return f"[{naming.name}]({naming.url})"
        return naming.short if match[2] == "short" else naming.name

    return REFERENCE.sub(named, text)
