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
SPOKEN = "say:"  # an offer whose id begins so means: as if its words had been typed


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to pick. ``number`` is what a person may type instead; None: not numbered."""

    id: str
    label: str
    number: int | None = None


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
    offers = tuple(
        Offer(choice.id, " ".join(choice.label.split()), number)
        for number, choice in enumerate(choices, start=1)
    )
    return Letter("\n\n".join(filter(None, texts)), offers, tuple(_related(messages, offers)))


def numbered(text: str, offers: Sequence[Offer], language: Language) -> str:
    """The text with its offers as a numbered list, which can be answered by number or words."""
    lines = [f"{offer.number}. {offer.label}" for offer in offers]
    parts = [text, "\n".join(lines), say("platform.by_number", language)]
    return "\n\n".join(filter(None, parts))


def with_related(text: str, related: Sequence[Offer], language: Language, style: Style) -> str:
    """The text, and the titles of other subjects: typing one asks for it."""
    if not related:
        return text
    lines = [f"{style.bullet}{offer.label}" for offer in related]
    titles = "\n".join([say("platform.see_also_list", language), *lines])
    return "\n\n".join(filter(None, [text, titles]))


def spoken_id(words: str) -> str:
    """The id of an offer that stands for words."""
    return SPOKEN + words


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


def _related(messages: Sequence[MessageView], offers: Sequence[Offer]) -> Iterator[Offer]:
    cards = [message.article for message in messages if message.article is not None]
    known = {offer.label for offer in offers}
    for item in cards[-1].related if cards else ():
        title = " ".join(str(item["title"]).split())
        if title and title not in known:
            known.add(title)
            yield Offer(spoken_id(title), title)
