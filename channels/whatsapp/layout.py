"""A letter as WhatsApp messages: text, reply buttons, a list, or a numbered text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from channels.whatsapp import limits
from channels.writing.length import units
from channels.writing.letter import Letter, Offer, numbered
from channels.writing.split import split
from service.types import Language
from service.wording import say

Json = dict[str, Any]


def lay_out(letter: Letter, language: Language) -> list[Json]:
    """The messages to send, in order, without recipient. Whichever form fits is taken:
    up to three short labels as buttons, up to ten as a list, else numbers in the text."""
    if _as_buttons(letter):
        return _interactive(letter.text, _buttons(letter.offers), language)
    rows, near = _rows(letter.offers), _rows(letter.related)
    if len(rows) == len(letter.offers) <= limits.ROWS and (rows or near):
        near = near[: limits.ROWS - len(rows)]
        return _interactive(letter.text, _list(rows, near, language), language)
    return [text_message(piece) for piece in split(numbered(letter, language), limits.TEXT)]


def text_message(body: str) -> Json:
    """Text alone; addresses in it are shown as links, without a preview."""
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def template_message(name: str, language: Language) -> Json:
    """The approved template that may be sent after the window has closed."""
    return {"type": "template", "template": {"name": name, "language": {"code": language}}}


def row(offer: Offer) -> Json | None:
    """A row of a list: a long label stands under its short form, or goes on in the description.
    None when it is too long."""
    if units(offer.id) > limits.ROW_ID or not offer.label:
        return None
    if units(offer.label) <= limits.ROW_TITLE:
        return {"id": offer.id, "title": offer.label}
    if 0 < units(offer.short) <= limits.ROW_TITLE:
        title, rest = offer.short, offer.label
    else:
        title, rest = _first_words(offer.label)
    if not title or units(rest) > limits.ROW_DESCRIPTION:
        return None
    return {"id": offer.id, "title": title, "description": rest}


def _first_words(label: str) -> tuple[str, str]:
    """As many words as fit the title, and the others."""
    title, words = "", label.split(" ")
    while words and units(f"{title} {words[0]}".strip()) <= limits.ROW_TITLE:
        title = f"{title} {words.pop(0)}".strip()
    return title, " ".join(words)


def _as_buttons(letter: Letter) -> bool:
    labels = [offer.label for offer in letter.offers]
    return (
        0 < len(labels) <= limits.BUTTONS
        and not letter.related
        and len(set(labels)) == len(labels)
        and all(0 < units(label) <= limits.BUTTON_TITLE for label in labels)
    )


def _rows(offers: Sequence[Offer]) -> list[Json]:
    """As many as can be rows, from the first: a row's place in the list is its number."""
    return [found for found in takewhile(bool, map(row, offers)) if found is not None]


def _buttons(offers: Sequence[Offer]) -> Json:
    return {
        "type": "button",
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": offer.id, "title": offer.label}}
                for offer in offers
            ]
        },
    }


def _list(rows: list[Json], related: list[Json], language: Language) -> Json:
    titled = (("platform.on_this", rows), ("platform.see_also", related))
    sections = [{"title": say(key, language), "rows": found} for key, found in titled if found]
    if not related:  # the only section needs no title
        sections = [{"rows": rows}]
    button = say("platform.choose", language)
    return {"type": "list", "action": {"button": button, "sections": sections}}


def _interactive(text: str, interactive: Json, language: Language) -> list[Json]:
    """The text before, as far as it does not fit into the body of the interactive message."""
    body = text or say("platform.what_next", language)
    *before, last = split(body, limits.TEXT, limits.INTERACTIVE_BODY)
    return [
        *(text_message(piece) for piece in before),
        {"type": "interactive", "interactive": {**interactive, "body": {"text": last}}},
    ]
