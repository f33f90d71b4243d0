"""Which articles somebody should check against their sources again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.model import Article, Knowledge


@dataclass(frozen=True)
class Stale:
    """An article that is due, since when, and whether a counsellor ever reviewed it."""

    article: Article
    due_on: date
    days: int


def stale(knowledge: Knowledge, today: date) -> list[Stale]:
    """The articles that are due today, the longest overdue first."""
    due = [article for article in knowledge if article.is_due(today)]
    return sorted(
        (Stale(article, article.due_on, (today - article.due_on).days) for article in due),
        key=lambda item: (item.due_on, item.article.id),
    )
