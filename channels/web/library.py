"""The articles: search, browse, show. The same for everybody, so it may be cached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from channels.errors import UnreadableBody
from channels.web.answers import LANGUAGE, api, language_of
from channels.web.bodies import language_field, whole_number
from channels.web.context import Web
from channels.web.search import LiveSearch
from knowledge.model import Article, ShownArticle
from knowledge.vocabulary import PUBLICS, SITUATIONS, THEMES
from service.errors import NotFound
from service.markdown import to_html
from service.wording import say

LONGEST_SEARCH = 200  # characters
MOST_FOUND = 200  # articles in one answer: more than there are
Json = dict[str, Any]


class Library:
    """The handlers of ``/api/articles``."""

    def __init__(self, around: Web) -> None:
        self._web = around
        self._search = LiveSearch(around.knowledge)

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        return [
            web.get("/api/articles", api(self.find), allow_head=False),
            web.get(r"/api/articles/{theme}/{slug}", api(self.show), allow_head=False),
        ]

    async def find(self, request: web.Request) -> web.Response:
        """The articles that fit the words; without words, all of them by title."""
        self._web.limits.reading.take(self._web.callers.key(request))
        language = _language(request)
        words = request.query.get("q", "")[:LONGEST_SEARCH]
        limit = min(MOST_FOUND, whole_number(request.query.get("limit", MOST_FOUND), "limit"))
        theme, public = _one_of(request, "theme", THEMES), _one_of(request, "public", PUBLICS)
        search = await self._search.newest()
        hits = search.find(words, language, theme, public, limit)
        found = [
            {"id": hit.id, "title": hit.title, "theme": hit.theme, "snippet": hit.snippet}
            for hit in hits
        ]
        return self._cacheable(request, {"language": language, "articles": found})

    async def show(self, request: web.Request) -> web.Response:
        """One article, for a visitor who said this much of themselves (``as``)."""
        self._web.limits.reading.take(self._web.callers.key(request))
        language = _language(request)
        article = self._article(request)
        said = [item for item in request.query.getall("as", []) if item in PUBLICS + SITUATIONS]
        shown = article.shown(language, said)
        related = [self._named(key, language, said) for key in self._known(shown.related)]
        return self._cacheable(request, article_json(shown, article.theme, related))

    def _article(self, request: web.Request) -> Article:
        key = f"{request.match_info['theme']}/{request.match_info['slug']}"
        article = self._web.knowledge.articles.get(key)
        if article is None:
            raise NotFound("no such article")
        return article

    def _known(self, keys: Iterable[str]) -> Iterable[str]:
        return (key for key in keys if key in self._web.knowledge.articles)

    def _named(self, key: str, language: str, said: list[str]) -> Json:
        return {"id": key, "title": self._web.knowledge.get(key).shown(language, said).title}

    def _tag(self) -> str:
        """Changes with the knowledge base, which may be replaced while we serve."""
        return f'"{self._web.knowledge.digest[:20]}"'

    def _cacheable(self, request: web.Request, answer: Json) -> web.Response:
        headers = {
            "ETag": self._tag(),
            "Cache-Control": "private, no-cache",  # kept, but asked about: news are shown at once
            "Vary": "Accept-Language, Origin",
        }
        if request.headers.get("If-None-Match") == self._tag():
            return web.Response(status=304, headers=headers)
        return web.json_response(answer, headers=headers)


def article_json(shown: ShownArticle, theme: str, related: list[Json]) -> Json:
    """An article with its text, sources and dates."""
    return {
        "id": shown.id,
        "theme": theme,
        "language": shown.language,
        "title": shown.title,
        "text": shown.answer,
        "html": to_html(shown.answer),
        "easy": shown.easy,
        "easy_html": to_html(shown.easy),
        "aspects": [
            {
                "id": name,
                "label": say(f"choice.aspect.{name}", shown.language),
                "text": text,
                "html": to_html(text),
            }
            for name, text in shown.aspects.items()
        ],
        "sources": [
            {"title": source.title, "url": source.url, "date": source.date}
            for source in shown.sources
        ],
        "written": shown.written.isoformat(),
        "reviewed": shown.reviewed.isoformat() if shown.reviewed else None,
        "due": shown.due,
        "related": related,
    }


def _language(request: web.Request) -> str:
    language = language_field(request.query.get("language")) or language_of(request)
    request[LANGUAGE] = language
    return language


def _one_of(request: web.Request, name: str, known: tuple[str, ...]) -> str | None:
    value = request.query.get(name) or None
    if value is not None and value not in known:
        raise UnreadableBody(f"{name} must be one of {', '.join(known)}")
    return value
