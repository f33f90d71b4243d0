"""A letter: the bubbles of one turn merged into one text, with everything that can be picked.

Merging matters on WhatsApp, where a burst of messages to one person hits the pair rate limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from channels.writing.markup import Style, render
from service.types import ArticleCard, Language
from service.views import MessageView
from service.wording import say

MOST_SOURCES = 3  # named in full; the others are counted


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to pick. ``number`` is what a person may type instead; ``short`` a label for where
    there is little room, if there is one."""

    id: str
    label: str
    number: int
    short: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What to say, what to offer, and which other subjects are near."""

    text: str
    offers: tuple[Offer, ...] = ()
    related: tuple[Offer, ...] = ()


def compose(messages: Sequence[MessageView], language: Language, style: Style) -> Letter:
    """Merge the messages. Offers are numbered over all of them, as the house counts them."""
    link = say("platform.link", language)
    texts = [_text(message, language, style, link) for message in messages]
    choices = [choice for message in messages for choice in message.choices]
    offers: dict[bool, list[Offer]] = {False: [], True: []}
    for number, choice in enumerate(choices, start=1):
        label = " ".join(choice.label.split())
        offers[choice.beside].append(Offer(choice.id, label, number, choice.short))
    return Letter("\n\n".join(filter(None, texts)), tuple(offers[False]), tuple(offers[True]))


def numbered(letter: Letter, language: Language) -> str:
    """The text with all that can be picked as numbered lists, to be answered by number or words."""
    parts = [letter.text, "\n".join(map(_numbered_line, letter.offers))]
    if letter.related:
        near = map(_numbered_line, letter.related)
        parts.append("\n".join([say("platform.see_also_numbers", language), *near]))
    if letter.offers or letter.related:
        parts.append(say("platform.by_number", language))
    return "\n\n".join(filter(None, parts))


def _numbered_line(offer: Offer) -> str:
    return f"{offer.number}. {offer.label}"


def with_titles(letter: Letter, language: Language, style: Style) -> str:
    """The text, and the titles of near subjects: typing one asks for it."""
    if not letter.related:
        return letter.text
    lines = [f"{style.bullet}{offer.label}" for offer in letter.related]
    titles = "\n".join([say("platform.see_also_list", language), *lines])
    return "\n\n".join(filter(None, [letter.text, titles]))


def _text(message: MessageView, language: Language, style: Style, link: str) -> str:
    text = render(message.text, style, link)
    if message.article is None:
        return text
    return "\n\n".join([text, "\n".join(_sources(message.article, language, style))])


def _sources(card: ArticleCard, language: Language, style: Style) -> Iterator[str]:
    """Where it comes from and how old it is."""
    if card.sources:
        yield say("platform.sources", language)
    for source in card.sources[:MOST_SOURCES]:
        yield f"{style.bullet}{source['title']}, {source['url']}"
    more = len(card.sources) - MOST_SOURCES
    if more > 0:
        key = "platform.one_more_source" if more == 1 else "platform.more_sources"
        yield style.bullet + say(key, language, count=more)
    key, day = ("reviewed", card.reviewed) if card.reviewed else ("written", card.written)
    yield say(f"platform.{key}", language, date=_spoken_date(day, language))


def _spoken_date(day: str, language: Language) -> str:
    return str(format_date(date.fromisoformat(day), "d MMMM y", locale=language))
