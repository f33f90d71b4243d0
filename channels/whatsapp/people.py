"""Who wrote: the business-scoped user id where there is one, else the number.

Since April 2026 every webhook carries a ``user_id`` (like ``BE.134...``), and the number may be
missing. With the scoped id we need no number at all, not even to answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from channels.graph.reading import identifier


@dataclass(frozen=True, slots=True)
class Person:
    """``key`` tells people apart (only its keyed hash is kept); ``address`` reaches them."""

    key: str
    address: str


def person_of(item: dict[str, Any], contacts: list[dict[str, Any]]) -> Person | None:
    """The writer of a message; None when the notification does not say."""
    number = identifier(item.get("from"))
    scoped = identifier(item.get("from_user_id")) or _scoped(number, contacts)
    found = scoped or number
    return Person(found, found) if found else None


def _scoped(number: str, contacts: list[dict[str, Any]]) -> str:
    """The scoped id of the contact with this number, or of the only contact."""
    for contact in contacts:
        if number and identifier(contact.get("wa_id")) == number:
            return identifier(contact.get("user_id"))
    if len(contacts) == 1 and not (number and contacts[0].get("wa_id")):
        return identifier(contacts[0].get("user_id")) or identifier(contacts[0].get("wa_id"))
    return ""
