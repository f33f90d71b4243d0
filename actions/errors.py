"""The errors of this package."""

from __future__ import annotations


class ActionError(Exception):
    """Root of what can go wrong in an action."""


class UnknownArticle(ActionError):
    """The understanding named an article that the knowledge base does not hold."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"article {article_id!r} is not in the knowledge base: train again")
        self.article_id = article_id
