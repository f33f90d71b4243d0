"""The search over the articles that are live, built anew when they are replaced."""

from __future__ import annotations

import asyncio

from knowledge.model import Knowledge
from knowledge.search import ArticleSearch


class LiveSearch:
    """Builds the index when it is first needed, and again after a publication: in a thread, since
    that takes most of a second of computing."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._search: ArticleSearch | None = None
        self._digest = ""
        self._building = asyncio.Lock()

    async def newest(self) -> ArticleSearch:
        """The search over what is live now. Use it before the next ``await``."""
        async with self._building:
            while self._search is None or self._digest != self._knowledge.digest:
                digest = self._knowledge.digest
                self._search = await asyncio.to_thread(ArticleSearch, self._knowledge)
                self._digest = digest
            return self._search
