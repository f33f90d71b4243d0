"""Seen, and writing: on Messenger two actions of the sender."""

from __future__ import annotations

from typing import Any

from channels.graph.signs import Whom


def signs(whom: Whom) -> list[dict[str, Any]]:
    """The seen mark, and dots for 20 seconds or until the answer comes."""
    person = {"id": whom.address}
    return [{"recipient": person, "sender_action": name} for name in ("mark_seen", "typing_on")]
