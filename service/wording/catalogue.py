"""Reading and using the catalogues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

LANGUAGES = ("fr", "nl")
_FOLDER = Path(__file__).parent


class MissingWording(KeyError):
    """A text or one of its values is missing: a mistake of ours, never of a visitor."""


@lru_cache(maxsize=None)
def catalogue(language: str) -> Mapping[str, str]:
    """Every text of a language, by dotted key. ``three`` holds what is said in three languages."""
    texts: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.yml")):
        for key, text in _flat(yaml.safe_load(path.read_text("utf-8")) or {}):
            if key in texts:
                raise MissingWording(f"{path.name}: {key} stands twice")
            texts[key] = text.strip()
    return texts


def knows(key: str, language: str) -> bool:
    """Whether there is such a text."""
    return key in catalogue(language)


def say(key: str, language: str, **values: object) -> str:
    """The text of ``key``, its ``{marks}`` filled in. Marks without a value stay as they are:
    secrets (an appointment's code) are filled in at the moment of sending."""
    try:
        text = catalogue(language if language in LANGUAGES else "fr")[key]
    except KeyError:
        raise MissingWording(f"no text {key!r} in {language!r}") from None
    return _Filler().vformat(text, (), values) if "{" in text else text


def three_languages(key: str) -> str:
    """A text in French, Dutch and English together, for whoever reads neither of ours."""
    return catalogue("three")[key]


class _Filler(Formatter):
    """Leaves unknown marks standing; never evaluates attributes or indices of values."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        return (str(kwargs[field_name]) if field_name in kwargs else f"{{{field_name}}}"), ""

    def convert_field(self, value: Any, conversion: Any) -> Any:
        return value


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
