"""Help while writing: articles to hand on, and canned replies."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from desk.cards import shown_article
from desk.moments import day, local
from desk.pages.conversations import language_of
from desk.visit import Visit, signed_in
from service.types import Language
from service.views import DeskConversation

_MOST = 8  # articles shown
_ARTICLE = "{article:[a-z]+/[a-z0-9-]+}"


def routes() -> list[web.RouteDef]:
    """Found while the counsellor types."""
    return [
        web.get("/articles", signed_in(search)),
        web.get(f"/articles/{_ARTICLE}.json", signed_in(article)),
        web.get("/canned.json", signed_in(canned)),
    ]


async def search(visit: Visit) -> web.Response:
    """Articles in the visitor's language; a page of its own where there are no scripts."""
    words, conversation = visit.asked("q")[:200], visit.asked("conversation")
    wanted = await _language(visit)
    hits = await visit.room.library.find(words, wanted, _MOST)
    values: dict[str, Any] = {
        "hits": hits,
        "conversation": conversation,
        "wanted": wanted,
        "words": words,
    }
    if visit.by_script:
        return visit.piece("_articles.html", **values)
    return await visit.page("articles.html", **values)


async def article(visit: Visit) -> web.Response:
    """The text of an article for this visitor, to be put into the answer."""
    talk = await _talk(visit)
    wanted = language_of(talk) if talk else visit.language
    said = (*talk.situations, *((talk.entry.public,) if talk.entry.public else ())) if talk else ()
    today = local(visit.house.core.now()).date()
    shown = shown_article(visit.room.knowledge, visit.at("article"), wanted, said, today)
    text = shown.easy if visit.asked("easy") else shown.answer
    return web.json_response({"id": shown.id, "title": shown.title, "text": text.strip()})


async def canned(visit: Visit) -> web.Response:
    """Canned replies in the visitor's language, with their marks filled in."""
    wanted = await _language(visit)
    settings = await visit.house.settings.get()
    values = {
        "counsellor": visit.me.name,
        "house": settings.place(wanted),
        "today": day(visit.house.core.now(), wanted),
    }
    replies = [
        {"key": reply.key, "text": fill(reply.nl if wanted == "nl" else reply.fr, values)}
        for reply in await visit.house.canned.all()
    ]
    return web.json_response({"language": wanted, "replies": replies})


def fill(text: str, values: dict[str, str]) -> str:
    """Fill in the marks that we know; others stay."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


async def _language(visit: Visit) -> Language:
    talk = await _talk(visit)
    return language_of(talk) if talk else visit.language


async def _talk(visit: Visit) -> DeskConversation | None:
    conversation = visit.asked("conversation")
    if not conversation:
        return None
    return await visit.house.handover.messages(visit.me.id, conversation, 1 << 30)
