"""What the Send API accepts as a message. Written from Meta's pages, apart from our sender."""

from __future__ import annotations

from typing import Any

from channels.standin.refusal import Refusal, different, only, several, text

Json = dict[str, Any]
_SENDER_ACTIONS = {"typing_on", "typing_off", "mark_seen"}


def check_message(body: object) -> tuple[str, bool]:
    """The recipient, and whether it is sent with the human-agent tag. Raises Refusal."""
    outer = only(body, {"recipient", "messaging_type", "tag", "message"}, "request")
    recipient = only(outer.get("recipient"), {"id"}, "recipient")
    person = text(recipient.get("id"), "recipient.id", 64)
    tagged = _right(outer)
    message = only(outer.get("message"), {"text", "quick_replies", "metadata"}, "message")
    if not isinstance(message.get("text"), str) or not message["text"].strip():
        raise Refusal(100, "Param message[text] must be a non-empty UTF-8 encoded string")
    if len(message["text"].encode("utf-16-le")) // 2 > 2000:
        raise Refusal(100, "Length of param message[text] must be less than or equal to 2000")
    if "metadata" in message:
        text(message["metadata"], "metadata", 1000)
    if "quick_replies" in message:
        _quick_replies(message["quick_replies"])
    return person, tagged


def is_action(body: object) -> bool:
    """Typing and seen go to the same address."""
    return isinstance(body, dict) and "sender_action" in body


def check_action(body: object) -> str:
    """Who sees it; with nothing else in the request. Raises Refusal."""
    outer = only(body, {"recipient", "sender_action"}, "request")
    if outer.get("sender_action") not in _SENDER_ACTIONS:
        raise Refusal(100, "sender_action")
    recipient = only(outer.get("recipient"), {"id"}, "recipient")
    return text(recipient.get("id"), "recipient.id", 64)


def _right(outer: Any) -> bool:
    kind, tag = outer.get("messaging_type"), outer.get("tag")
    if kind == "RESPONSE" and tag is None:
        return False
    if kind == "MESSAGE_TAG" and tag == "HUMAN_AGENT":
        return True
    raise Refusal(100, "messaging_type and tag do not fit")


def _quick_replies(value: object) -> None:
    payloads = []
    for found in several(value, "quick_replies", 13):
        reply = only(found, {"content_type", "title", "payload"}, "quick_reply")
        if reply.get("content_type") != "text":
            raise Refusal(100, "quick_reply.content_type")
        text(reply.get("title"), "quick_reply.title", 20)
        payloads.append(text(reply.get("payload"), "quick_reply.payload", 1000))
    different(payloads, "quick reply payloads")
