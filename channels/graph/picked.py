"""What was picked from a message of ours: a choice of the house, or words as if typed."""

from __future__ import annotations

import re

SPOKEN = "say:"  # a payload that begins so means: as if its words had been typed
_CHOICE = re.compile(r"[A-Za-z0-9_-]{8,24}")  # the form of the ids that the house gives

Picked = tuple[str, str, str | None]  # kind, text, choice


def picked(payload: str, title: str) -> Picked:
    """Kind, text and choice. What is no id of ours counts as its words: nobody can make us do
    with a forged payload what he could not by typing."""
    if payload.startswith(SPOKEN):
        return _words(payload[len(SPOKEN) :] or title)
    if _CHOICE.fullmatch(payload):
        return "choice", title, payload
    return _words(title)


def _words(text: str) -> Picked:
    return ("text", text, None) if text.strip() else ("unsupported", "", None)
