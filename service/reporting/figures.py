"""All tables, by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from service.errors import NotFound
from service.reporting.audience import channels, hours, languages, publics, themes, themes_publics
from service.reporting.overview import funnel, summary, timeline
from service.reporting.quality import outcomes, satisfaction, waits
from service.reporting.source import Asked, Source
from service.reporting.subjects import articles, rising
from service.reporting.table import Table

Maker = Callable[[Source], Awaitable[Table]]
TABLES: dict[str, Maker] = {
    "summary": summary,
    "timeline": timeline,
    "funnel": funnel,
    "themes_publics": themes_publics,
    "themes": themes,
    "publics": publics,
    "languages": languages,
    "channels": channels,
    "hours": hours,
    "outcomes": outcomes,
    "satisfaction": satisfaction,
    "waits": waits,
    "articles": articles,
    "rising": rising,
}
#: The pages of the desk and the chapters of the report.
PAGES: dict[str, tuple[str, ...]] = {
    "overview": ("summary", "timeline", "funnel"),
    "audience": ("themes_publics", "themes", "publics", "languages", "channels"),
    "hours": ("hours",),
    "quality": ("outcomes", "satisfaction", "waits"),
    "subjects": ("articles", "rising"),
}


@dataclass(frozen=True)
class Figures:
    """Tables of a period."""

    asked: Asked
    tables: dict[str, Table]


async def figures(session: AsyncSession, asked: Asked, names: Iterable[str]) -> Figures:
    """Count the named tables, in one reading. Raises NotFound for an unknown name."""
    source = Source(session, asked)
    tables = {}
    for name in names:
        if name not in TABLES:
            raise NotFound(f"no table {name!r}")
        tables[name] = await TABLES[name](source)
    return Figures(asked, tables)
