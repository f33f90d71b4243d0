"""The articles, as an action shows them."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from actions.errors import UnknownArticle
from knowledge.loader import load_knowledge
from knowledge.model import Knowledge, ShownArticle
from service.types import ArticleCard, Choice


@lru_cache(maxsize=1)
def library() -> Knowledge:
    """The knowledge base, read once a process: actions read it, nobody writes it."""
    return load_knowledge()


def shown(article_id: str, language: str, profile: Collection[str]) -> ShownArticle:
    """The article for this visitor. Raises UnknownArticle."""
    article = library().articles.get(article_id)
    if article is None:
        raise UnknownArticle(article_id)
    return article.shown(language, profile)


def title(article_id: str, language: str, profile: Collection[str] = ()) -> str:
    """What the article is called in this language."""
    return shown(article_id, language, profile).title


def show_choice(article_id: str, language: str, profile: Collection[str] = ()) -> Choice:
    """To pick an article by its title; by its label where there is little room."""
    article = shown(article_id, language, profile)
    action = {"act": "show_article", "article": article_id, "short": article.label}
    return Choice(article.title, action)


def card(article: ShownArticle, language: str, profile: Collection[str]) -> ArticleCard:
    """What a visitor sees beside the answer."""
    known = library().articles
    related = [shown(key, language, profile) for key in article.related if key in known]
    return ArticleCard(
        id=article.id,
        title=article.title,
        sources=tuple(
            {"title": source.title, "url": source.url, "date": source.date}
            for source in article.sources
        ),
        written=article.written.isoformat(),
        reviewed=article.reviewed.isoformat() if article.reviewed else None,
        easy=article.easy,
        aspects=tuple(article.aspects),
        related=tuple({"id": r.id, "title": r.title, "label": r.label} for r in related),
        due=article.due,
    )
