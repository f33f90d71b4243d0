"""An article as a counsellor hands it to a visitor."""

from __future__ import annotations

from datetime import date

from knowledge.errors import UnknownArticle
from knowledge.model import Knowledge, ShownArticle
from service.errors import NotFound
from service.types import ArticleCard


def shown_article(
    knowledge: Knowledge, article_id: str, language: str, said: tuple[str, ...], today: date
) -> ShownArticle:
    """The article as this visitor should see it. Raises NotFound."""
    try:
        return knowledge.get(article_id).shown(language, said, today)
    except UnknownArticle:
        raise NotFound("no such article") from None


def card_of(knowledge: Knowledge, shown: ShownArticle) -> ArticleCard:
    """What stands beside the counsellor's words: sources, dates, related articles."""
    related = tuple(
        {"id": other, "title": knowledge.articles[other].versions[shown.language].title}
        for other in shown.related
        if other in knowledge.articles
    )
    return ArticleCard(
        id=shown.id,
        title=shown.title,
        sources=tuple(
            {"title": source.title, "url": source.url, "date": source.date}
            for source in shown.sources
        ),
        written=shown.written.isoformat(),
        reviewed=shown.reviewed.isoformat() if shown.reviewed else None,
        easy=shown.easy,
        aspects=tuple(shown.aspects),
        related=related,
        due=shown.due,
    )
