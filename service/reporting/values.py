"""The values that rows and columns of tables stand for, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.vocabulary import PUBLICS, THEMES

UNKNOWN = "unknown"
CHANNELS = ("web", "whatsapp", "messenger")
LANGUAGES = ("fr", "nl", "other")
OUTCOMES = (
    "answered",
    "clarifying",
    "unanswered",
    "handover",
    "booking",
    "out_of_scope",
    "other_language",
    "distress",
)
ORDER: dict[str, tuple[Any, ...]] = {
    "theme": (*THEMES, UNKNOWN),
    "public": (*PUBLICS, UNKNOWN),
    "channel": CHANNELS,
    "language": (*LANGUAGES, UNKNOWN),
    "outcome": OUTCOMES,
    "weekday": tuple(range(7)),
    "hour": tuple(range(24)),
}
#: Those that always have a row, even without a contact.
ALWAYS: dict[str, tuple[Any, ...]] = {
    "theme": THEMES,
    "public": PUBLICS,
    "channel": CHANNELS,
    "language": ("fr", "nl"),
    "outcome": OUTCOMES,
    "weekday": ORDER["weekday"],
    "hour": ORDER["hour"],
}


def named(value: Any) -> Any:
    """What is not known has a name too."""
    return UNKNOWN if value is None else value


def in_order(family: str, found: Iterable[Any]) -> tuple[Any, ...]:
    """The values that always have a place, those found beside them, in the order of telling."""
    order = ORDER[family]
    values = set(ALWAYS[family]) | {named(value) for value in found}
    return tuple(
        sorted(values, key=lambda value: order.index(value) if value in order else len(order))
    )


def merged(counts: dict[Any, int]) -> dict[Any, int]:
    """The same counts with what is not known under one name."""
    sums: dict[Any, int] = {}
    for value, number in counts.items():
        sums[named(value)] = sums.get(named(value), 0) + number
    return sums
