"""Settings of a platform: a frozen dataclass whose fields say what they mean, read once.

A field is an environment variable: the prefix and its name in capitals. A wrong value fails at
start, with key, value and what was expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypeVar
from urllib.parse import urlsplit

from channels.errors import WrongSetting

Options = TypeVar("Options")


def setting(
    default: str,
    meaning: str,
    expected: str,
    parse: Callable[[str], Any],
    secret: bool = False,
    name: str = "",
) -> Any:
    """A field with what is told about it; ``name`` where it is not the field's own."""
    about = {"default": default, "meaning": meaning, "expected": expected, "name": name}
    return field(metadata=about | {"parse": parse, "secret": secret})


@dataclass(frozen=True, slots=True)
class Described:
    """One setting, for ``azimut settings``."""

    key: str
    meaning: str
    expected: str
    default: str
    secret: bool
    name: str


def described(options: type, prefix: str) -> Iterator[Described]:
    """All settings of a platform."""
    for item in fields(options):
        about = item.metadata
        yield Described(
            _key(item, prefix),
            about["meaning"],
            about["expected"],
            about["default"],
            about["secret"],
            item.name,
        )


def read(options: type[Options], prefix: str, given: Mapping[str, str]) -> Options:
    """The settings from an environment. Raises WrongSetting, also for an unknown name."""
    values: dict[str, Any] = {}
    known = set()
    for item in fields(options):  # type: ignore[arg-type]  # a dataclass
        key = _key(item, prefix)
        known.add(key)
        values[item.name] = _value(key, item.metadata, given.get(key, item.metadata["default"]))
    for key in sorted(set(given) - known):
        if key.startswith(prefix):
            names = ", ".join(sorted(known))
            raise WrongSetting(key, given[key], f"no such setting; known are {names}")
    return options(**values)


def _key(item: Field[Any], prefix: str) -> str:
    return prefix + (item.metadata["name"] or item.name.upper())


def _value(key: str, about: Mapping[str, Any], text: str) -> Any:
    try:
        return about["parse"](text.strip())
    except (ValueError, KeyError):
        shown = "(hidden)" if about["secret"] else text
        raise WrongSetting(key, shown, about["expected"]) from None


def names(value: str) -> tuple[str, ...]:
    """Words, separated by spaces or commas."""
    return tuple(value.replace(",", " ").split())


def ids(value: str) -> tuple[str, ...]:
    """Ids of the platform: digits. Raises ValueError."""
    if not all(name.isascii() and name.isdecimal() for name in names(value)):
        raise ValueError
    return names(value)


def tokens(value: str) -> dict[str, str]:
    """``token`` for all accounts (under ""), or ``id=token`` for each. Raises ValueError."""
    found: dict[str, str] = {}
    for item in names(value):
        account, separator, token = item.partition("=")
        if not separator:
            account, token = "", account
        if not token or account in found:
            raise ValueError
        found[account] = token
    return found


def address(value: str) -> str:
    """An http(s) address without a slash at its end. Raises ValueError."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError
    return value.rstrip("/")


def version(value: str) -> str:
    """A version of the Graph API. Raises ValueError."""
    if not value.startswith("v") or not value[1:].replace(".", "", 1).isdecimal():
        raise ValueError
    return value


def positive(value: str) -> float:
    """A number greater than zero. Raises ValueError."""
    number = float(value)
    if not 0 < number < 1e6:
        raise ValueError
    return number


def yes(value: str) -> bool:
    """Yes or no. Raises KeyError."""
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    return known[value.lower()]


def text(value: str) -> str:
    """As it is."""
    return value
