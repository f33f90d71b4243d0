"""How WhatsApp and Messenger would show an article: for the desk, which knows no channels."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, cast

from channels.messenger.layout import lay_out as for_messenger
from channels.whatsapp.layout import lay_out as for_whatsapp
from channels.writing.letter import compose
from channels.writing.markup import PLAIN, WHATSAPP
from knowledge.model import ShownArticle
from service.types import ArticleCard, Language
from service.views import MessageView


def preview(article: ShownArticle) -> dict[str, list[str]]:
    """The text of each message by channel, as it would be sent."""
    language = cast("Language", article.language)
    messages = [_message(article)]
    return {
        "whatsapp": _texts(for_whatsapp(compose(messages, language, WHATSAPP), language)),
        "messenger": _texts(for_messenger(compose(messages, language, PLAIN), language)),
    }


def _message(article: ShownArticle) -> MessageView:
    card = ArticleCard(
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
        related=(),
        due=article.due,
    )
    now = datetime.now(timezone.utc)
    return MessageView(1, "article", "bot", article.language, article.answer, now, article=card)


def _texts(parts: list[dict[str, Any]]) -> list[str]:
    return [text for part in parts for text in _texts_of(part)]


def _texts_of(part: Any) -> list[str]:
    """The words of a message, wherever the platform wants them."""
    if isinstance(part, dict):
        for key in ("body", "text"):
            if isinstance(part.get(key), str):
                return [part[key]]
        return [text for value in part.values() for text in _texts_of(value)]
    return []
