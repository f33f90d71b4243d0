"""What a WhatsApp message holds: its kind, its words, the choice that was picked."""

from __future__ import annotations

from typing import Any

from channels.graph.picked import picked
from channels.graph.reading import table, words
from service.types import Json
from service.wording import say

_MEDIA = frozenset({"image", "audio", "video", "document", "sticker"})
_PLAIN_KINDS = frozenset({"location", "contacts", "reaction"})

Content = tuple[str, str, str | None]  # kind, text, choice


def content_of(kind: str, item: Json) -> Content:
    """Kind, words and choice of a message of this type; types of the future are unsupported."""
    inner = table(item.get(kind))
    if kind == "text":
        return _text(words(inner.get("body")))
    if kind == "interactive":
        reply = table(inner.get(words(inner.get("type"))))
        # A long label was cut in two for the list: together they are what was picked.
        label = f"{words(reply.get('title'))} {words(reply.get('description'))}".strip()
        return picked(words(reply.get("id")), label)
    if kind == "button":  # a button of a template: its words are what it says
        return _text(words(inner.get("text")))
    if kind == "edit":
        return _edit(table(inner.get("message")))
    if kind in ("revoke", "unsupported"):
        gone = kind == "revoke" or words(inner.get("type")) == "revoke"
        return ("deletion" if gone else "unsupported"), "", None
    if kind == "request_welcome":
        return "text", say("platform.hello", "fr"), None
    if kind in _MEDIA:
        return _media(kind, words(inner.get("caption")))
    return (kind if kind in _PLAIN_KINDS else "unsupported"), "", None


def _text(body: str) -> Content:
    return ("text", body, None) if body.strip() else ("unsupported", "", None)


def _media(kind: str, caption: str) -> Content:
    """We look at no picture; words written under it are a message like any other."""
    return ("text", caption, None) if caption.strip() else (kind, "", None)


def _edit(message: Json) -> Content:
    """What was corrected is answered as if it were written now."""
    kind = words(message.get("type"))
    inner = table(message.get(kind))
    text = words(inner.get("body")) or words(inner.get("caption"))
    return ("text", text, None) if text.strip() else ("edit", "", None)


def about(item: Json) -> Json:
    """What is worth a note and nothing personal."""
    found: dict[str, Any] = {}
    if item.get("referral"):
        found["referral"] = True
    kind = words(item.get("type"))
    if kind == "edit":
        found["edited"] = True
    if kind in _MEDIA:
        found["media"] = kind
    return found
