"""Articles due for review with their owners, and links that are broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from knowledge.model import Knowledge
from service.audit import audit_line
from service.core import Core
from service.learning.names import is_article
from service.learning.views import Due, Link
from service.options import BRUSSELS
from service.people import People
from store.models import ArticleOwnerRow, LinkCheckRow


class Upkeep:
    """Who looks after what, and what needs looking after."""

    def __init__(self, core: Core, people: People) -> None:
        self._core = core
        self._people = people

    async def due(self, knowledge: Knowledge) -> tuple[Due, ...]:
        """All articles, those due longest first."""
        today = self._core.now().astimezone(BRUSSELS).date()
        people = {one.id: one for one in await self._people.all()}
        async with self._core.read() as session:
            owners = {
                row.article: row.counsellor_id
                for row in await session.scalars(select(ArticleOwnerRow))
            }
        found = [
            Due(
                article.id,
                article.due_on,
                article.is_due(today),
                article.reviewed,
                people.get(owners.get(article.id, 0)),
            )
            for article in knowledge
        ]
        return tuple(sorted(found, key=lambda due: (due.due_on, due.article)))

    async def set_owner(self, by: int, article: str, counsellor_id: int | None) -> None:
        """Somebody looks after it; None: nobody."""
        if not is_article(article):
            return
        async with self._core.write() as session:
            row = await session.get(ArticleOwnerRow, article)
            if row is not None:
                await session.delete(row)
                await session.flush()
            if counsellor_id is not None:
                session.add(ArticleOwnerRow(article=article, counsellor_id=counsellor_id))
            session.add(audit_line(self._core, by, "article_owner", article))

    async def links(self, knowledge: Knowledge) -> tuple[Link, ...]:
        """Every source address with how it answered, the broken ones first."""
        using = addresses(knowledge)
        async with self._core.read() as session:
            rows = {row.url: row for row in await session.scalars(select(LinkCheckRow))}
        found = [
            Link(
                url,
                tuple(articles),
                rows[url].status if url in rows else None,
                rows[url].problem if url in rows else "",
                rows[url].checked_at if url in rows else None,
            )
            for url, articles in using.items()
        ]
        return tuple(sorted(found, key=lambda link: (not link.problem, link.url)))

    async def note_links(self, checked: Iterable[tuple[str, int | None, str]]) -> None:
        """Keep how addresses answered: (address, status, problem)."""
        async with self._core.write() as session:
            for url, status, problem in checked:
                await session.merge(
                    LinkCheckRow(
                        url=url, status=status, problem=problem, checked_at=self._core.now()
                    )
                )


def addresses(knowledge: Knowledge) -> dict[str, list[str]]:
    """Every source address with the articles that rest on it."""
    using: dict[str, list[str]] = defaultdict(list)
    for article in knowledge:
        for source in article.sources:
            if article.id not in using[source.url] and len(source.url) <= 500:
                using[source.url].append(article.id)
    return dict(sorted((url, articles) for url, articles in using.items() if articles))
