"""A letter as Messenger messages: plain text with quick replies, or a numbered text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from channels.messenger import limits
from channels.writing.length import shortened, units
from channels.writing.letter import Letter, Offer, numbered, with_titles
from channels.writing.markup import PLAIN
from channels.writing.split import split
from service.types import Language
from service.wording import say

Json = dict[str, Any]


def lay_out(letter: Letter, language: Language) -> list[Json]:
    """The messages to send, in order. Long labels stand in the text with their numbers, so that
    the short titles of the buttons can be understood."""
    too_many = len(letter.offers) > limits.QUICK_REPLIES
    by_number = too_many or _too_long(letter.offers)
    text = numbered(letter, language) if by_number else with_titles(letter, language, PLAIN)
    *before, last = split(text or say("platform.what_next", language), limits.TEXT)
    message: Json = {"text": last}
    offers = (*letter.offers, *letter.related)[: limits.QUICK_REPLIES]
    replies = [] if too_many else [_reply(offer, by_number) for offer in offers]
    if replies:
        message["quick_replies"] = replies
    return [*({"text": piece} for piece in before), message]


def _too_long(offers: Sequence[Offer]) -> bool:
    labels = [offer.label for offer in offers]
    alike = len(set(labels)) < len(labels)
    return alike or any(units(label) > limits.QUICK_REPLY_TITLE for label in labels)


def _reply(offer: Offer, with_number: bool) -> Json:
    words = offer.label if units(offer.label) <= limits.QUICK_REPLY_TITLE else offer.short
    words = words or offer.label
    title = f"{offer.number}. {words}" if with_number else words
    return {
        "content_type": "text",
        "title": shortened(title, limits.QUICK_REPLY_TITLE),
        "payload": offer.id,
    }
