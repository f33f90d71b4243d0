"""Gaps as the desk sees them: grouped by likeness, each with its ways out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from service.core import Core
from service.errors import BadRequest
from service.gaps import Gaps
from service.learning.likeness import groups
from service.learning.names import article_path
from service.learning.revisions import Revisions
from service.learning.views import GapGroup
from service.options import BRUSSELS
from service.types import Language

_MOST = 1500  # gaps that are grouped at once, the newest


class GapBoard:
    """A settled gap keeps its status until it is purged; then only the figures know of it."""

    def __init__(self, core: Core, gaps: Gaps, revisions: Revisions) -> None:
        self._core = core
        self._gaps = gaps
        self._revisions = revisions
        self._grouped: tuple[tuple[int, ...], tuple[tuple[int, ...], ...]] = ((), ())

    async def groups(self, language: Language | None = None) -> tuple[GapGroup, ...]:
        """The open gaps, grouped, the largest group first."""
        gaps = await self._gaps.open(language, limit=_MOST)
        by_id = {gap.id: gap for gap in gaps}
        ids = tuple(sorted(by_id))
        if self._grouped[0] != ids:
            places = await asyncio.to_thread(groups, [by_id[gap_id].text for gap_id in ids])
            self._grouped = ids, tuple(tuple(ids[place] for place in group) for group in places)
        return tuple(
            GapGroup(tuple(by_id[gap_id] for gap_id in group)) for group in self._grouped[1]
        )

    async def add_phrasings(
        self, by: int, gap_ids: tuple[int, ...], article: str, language: str, texts: Sequence[str]
    ) -> int:
        """Teach an article these ways of asking; gives its revision. Raises Unfit."""
        revision = await self._revisions.add_phrasings(by, article, language, texts)
        await self._gaps.settle(by, gap_ids, "phrasing", article)
        return revision

    async def begin_article(
        self, by: int, gap_ids: tuple[int, ...], article: str, language: str, texts: Sequence[str]
    ) -> int:
        """Begin an article with these ways of asking; gives the draft's revision. Raises
        BadRequest for an id that is not well-formed, or in use."""
        known = await self._revisions.accepted()
        if article in known or article_path(self._revisions.base, article).exists():
            raise BadRequest("article")
        from service.learning.drafts import begin_draft  # slow to import

        text = await asyncio.to_thread(
            begin_draft, self._revisions.base, article, self._today(), language, texts
        )
        revision = await self._revisions.save(by, article, text, "new")
        await self._gaps.settle(by, gap_ids, "draft", article)
        return revision

    async def out_of_scope(self, by: int, gap_ids: tuple[int, ...]) -> None:
        """It is right that this is not answered."""
        await self._gaps.settle(by, gap_ids, "out_of_scope")

    async def ignore(self, by: int, gap_ids: tuple[int, ...]) -> None:
        """Nothing to learn here."""
        await self._gaps.settle(by, gap_ids, "ignored")

    def _today(self) -> date:
        return self._core.now().astimezone(BRUSSELS).date()
