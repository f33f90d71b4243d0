"""The articles, to be searched. The index is built in a thread when somebody searches first."""

from __future__ import annotations

import asyncio

from knowledge.model import Knowledge
from knowledge.search import ArticleSearch, Hit


class Library:
    """One index for the whole desk."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._search: ArticleSearch | None = None
        self._lock = asyncio.Lock()

    async def find(self, words: str, language: str, limit: int) -> list[Hit]:
        """The best articles for these words; none without words."""
        if not words.strip():
            return []
        async with self._lock:
            if self._search is None:
                self._search = await asyncio.to_thread(ArticleSearch, self.knowledge)
        return self._search.find(words, language, limit=limit)
