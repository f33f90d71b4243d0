"""Everything that the house says to people: one catalogue a language, ``fr.yml`` and ``nl.yml``.

    say("queue.joined", "fr", position=2)

A text may hold ``{marks}`` to fill in. A test fails when a key or a mark is missing in one
language. Plural forms are two keys (``x.one``, ``x.many``).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

LANGUAGES = ("fr", "nl")
_MARK = re.compile(r"\{([a-z_]+)\}")


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language by dotted key. Raises KeyError for a language we do not write."""
    if language not in LANGUAGES:
        raise KeyError(f"no wording in {language!r}")
    here = Path(__file__).parent
    paths = [here / f"{language}.yml", *sorted((here / language).glob("*.yml"))]
    texts: dict[str, str] = {}
    for path in paths:
        for key, text in _flat(YAML(typ="safe").load(path.read_text("utf-8")), ""):
            if key in texts:
                raise ValueError(f"{path.name}: {key} stands twice")
            texts[key] = text
    return texts


def say(key: str, language: str | None, **values: object) -> str:
    """The text of a key in a language (French when the language is not known yet).

    Marks without a value stay: ``{code}`` is filled in only when the message is shown.
    Raises KeyError for an unknown key.
    """
    text = catalogue(language if language in LANGUAGES else "fr")[key]
    return _MARK.sub(lambda mark: str(values.get(mark[1], mark[0])), text)


def marks(text: str) -> frozenset[str]:
    """The names of the marks in a text."""
    return frozenset(_MARK.findall(text))


def known(key: str) -> bool:
    """Is there such a text?"""
    return key in catalogue("fr")


def _flat(tree: dict[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            found += _flat(value, f"{key}.")
        else:
            found.append((key, str(value).strip()))
    return found
