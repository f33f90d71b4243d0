"""What the Cloud API accepts as a message. Written from Meta's pages, apart from our sender:
the figures stand here once more on purpose, so that a wrong one there is noticed."""

from __future__ import annotations

import re
from typing import Any

from channels.standin.refusal import INVALID, MISSING, Refusal, different, only, several, text

Json = dict[str, Any]
_COMMON = {"messaging_product", "recipient_type", "to", "recipient", "type", "context"}
_COMMON |= {"biz_opaque_callback_data"}
_NUMBER = re.compile(r"\+?[0-9]{6,15}")
_SCOPED = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")


def check_message(body: object, templates: set[tuple[str, str]]) -> str:
    """The recipient of a message that may be sent. Raises Refusal."""
    kind = body.get("type", "text") if isinstance(body, dict) else ""
    if kind not in _CHECKS:
        raise Refusal(INVALID, f"type {kind!r} is not known here")
    message = only(body, _COMMON | {kind}, "message")
    if message.get("messaging_product") != "whatsapp":
        raise Refusal(100, "messaging_product must be whatsapp")
    if message.get("recipient_type", "individual") != "individual":
        raise Refusal(INVALID, "recipient_type")
    if "biz_opaque_callback_data" in message:
        text(message["biz_opaque_callback_data"], "biz_opaque_callback_data", 512)
    if kind == "template":
        _template(message.get("template"), templates)
    else:
        _CHECKS[kind](message.get(kind))
    return _recipient(message)


def is_receipt(body: object) -> bool:
    """Marking a message as read goes to the same address."""
    return isinstance(body, dict) and "status" in body


def check_receipt(body: object) -> str:
    """The id of the message that was read, perhaps with a sign of writing. Raises Refusal."""
    known = {"messaging_product", "status", "message_id", "typing_indicator"}
    receipt = only(body, known, "receipt")
    if receipt.get("messaging_product") != "whatsapp" or receipt.get("status") != "read":
        raise Refusal(100, "messaging_product must be whatsapp, status must be read")
    if receipt.get("typing_indicator", {"type": "text"}) != {"type": "text"}:
        raise Refusal(INVALID, "typing_indicator")
    return text(receipt.get("message_id"), "message_id", 512)


def _recipient(message: Any) -> str:
    to, scoped = message.get("to"), message.get("recipient")
    if (to is None) == (scoped is None):
        raise Refusal(MISSING, "exactly one of to and recipient")
    found, form = (to, _NUMBER) if scoped is None else (scoped, _SCOPED)
    if not isinstance(found, str) or not form.fullmatch(found):
        raise Refusal(INVALID, "the recipient is no number and no scoped id")
    return found


def _text(value: object) -> None:
    inner = only(value, {"body", "preview_url"}, "text")
    text(inner.get("body"), "text.body", 4096)


def _interactive(value: object) -> None:
    inner = only(value, {"type", "header", "body", "footer", "action"}, "interactive")
    body = only(inner.get("body"), {"text"}, "interactive.body")
    text(body.get("text"), "interactive.body.text", 1024)
    if inner.get("type") == "button":
        _buttons(inner.get("action"))
    elif inner.get("type") == "list":
        _list(inner.get("action"))
    else:
        raise Refusal(INVALID, "interactive.type")


def _buttons(value: object) -> None:
    action = only(value, {"buttons"}, "action")
    replies = []
    for button in several(action.get("buttons"), "buttons", 3):
        outer = only(button, {"type", "reply"}, "button")
        if outer.get("type") != "reply":
            raise Refusal(INVALID, "button.type")
        replies.append(only(outer.get("reply"), {"id", "title"}, "reply"))
    different([text(reply.get("id"), "reply.id", 256) for reply in replies], "button ids")
    different([text(reply.get("title"), "reply.title", 20) for reply in replies], "button titles")


def _list(value: object) -> None:
    action = only(value, {"button", "sections"}, "action")
    text(action.get("button"), "action.button", 20)
    sections = several(action.get("sections"), "sections", 10)
    ids: list[str] = []
    for found in sections:
        section = only(found, {"title", "rows"}, "section")
        if len(sections) > 1 or "title" in section:
            text(section.get("title"), "section.title", 24)
        for found_row in several(section.get("rows"), "rows", 10):
            row = only(found_row, {"id", "title", "description"}, "row")
            ids.append(text(row.get("id"), "row.id", 200))
            text(row.get("title"), "row.title", 24)
            if "description" in row:
                text(row["description"], "row.description", 72)
    if len(ids) > 10:
        raise Refusal(INVALID, f"{len(ids)} rows, at most 10 over all sections")
    different(ids, "row ids")


def _template(value: object, templates: set[tuple[str, str]]) -> None:
    inner = only(value, {"name", "language", "components"}, "template")
    language = only(inner.get("language"), {"code"}, "template.language")
    if (inner.get("name"), language.get("code")) not in templates:
        raise Refusal(132001, "Template name does not exist in the translation", status=404)


_CHECKS: dict[str, Any] = {"text": _text, "interactive": _interactive, "template": _template}
