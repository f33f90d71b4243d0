"""The pages of figures, their drawings, and the report to take away."""

from __future__ import annotations

import asyncio
from datetime import MAXYEAR, MINYEAR, date
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from desk.figures.drawings import Drawings
from desk.figures.selection import FILTERS, Selection, read_selection
from desk.forms import small_number
from desk.visit import Visit, signed_in
from service.errors import NotFound
from service.reporting.figures import PAGES
from service.reporting.labels import Labels
from service.reporting.making import exact, public, written
from service.reporting.period import Period, whole
from service.reporting.plots import drawable
from service.reporting.table import kind_of
from service.reporting.values import ALWAYS

_HERE = Path(__file__).parent
_TYPES = {
    "csv": "text/csv",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def add_figures(desk: web.Application) -> None:
    """Mount the pages on the desk's application, whose templates are set up."""
    environment = aiohttp_jinja2.get_env(desk)
    own = jinja2.FileSystemLoader(_HERE / "templates")
    environment.loader = jinja2.ChoiceLoader([environment.loader or own, own])
    desk.add_routes(figures_routes())


def figures_routes() -> list[web.RouteDef]:
    """The routes."""
    pages = FigurePages(Drawings())
    return [
        web.get("/statistics", signed_in(pages.first)),
        web.get("/statistics/report", signed_in(pages.report)),
        web.get("/statistics/published", signed_in(pages.published)),
        web.get("/statistics/drawing/{table}.svg", signed_in(pages.drawing)),
        web.get("/statistics/{page}", signed_in(pages.page)),
    ]


class FigurePages:
    """Every address holds the whole selection: it can be kept and sent to a colleague."""

    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings

    async def first(self, visit: Visit) -> web.StreamResponse:
        """Without a page: the overview."""
        query = f"?{visit.request.query_string}" if visit.request.query_string else ""
        return web.Response(status=303, headers={"Location": f"/desk/statistics/overview{query}"})

    async def page(self, visit: Visit) -> web.StreamResponse:
        """Some tables, each with its drawing."""
        page = visit.at("page")
        if page not in PAGES:
            raise NotFound(page)
        selection = _selection(visit)
        figures = await visit.house.statistics.figures(selection.asked, PAGES[page])
        return await visit.page(
            "figures/page.html",
            page=page,
            pages=tuple(PAGES),
            selection=selection,
            asked=selection.asked,
            figures=figures,
            labels=_labels(visit),
            drawable=drawable,
            kind_of=kind_of,
            filters={name: (*ALWAYS[name],) for name in FILTERS},
            kinds=("week", "month", "year"),
        )

    async def drawing(self, visit: Visit) -> web.StreamResponse:
        """One table as SVG."""
        name = visit.at("table")
        figures = await visit.house.statistics.figures(_selection(visit).asked, [name])
        table = figures.tables[name]
        if not drawable(table):
            raise NotFound(name)
        svg = await self._drawings.of(table, _labels(visit))
        headers = {"Cache-Control": "private, max-age=60"}
        return web.Response(body=svg, content_type="image/svg+xml", headers=headers)

    async def report(self, visit: Visit) -> web.StreamResponse:
        """The report of the period, as a file."""
        kind = visit.asked("format", "html")
        if kind not in _TYPES:
            raise NotFound(kind)
        selection, labels = _selection(visit), _labels(visit)
        period = selection.asked.period
        made = await exact(
            visit.house.statistics, period, visit.language, labels.titles, selection.filter
        )
        await visit.house.audit.write(visit.me.id, "download_report", _named(period))
        return _file(await asyncio.to_thread(written, made, kind), kind, _named(period))

    async def published(self, visit: Visit) -> web.StreamResponse:
        """The published tables of a year that is over: to look at, or as a file."""
        labels, last_year = _labels(visit), visit.house.statistics.today().year - 1
        year = small_number(visit.asked("year")) or last_year
        if not MINYEAR <= year <= MAXYEAR:
            raise NotFound("year")
        period = whole("year", date(year, 1, 1))
        report = await public(visit.house.statistics, period, visit.language, labels.titles)
        kind = visit.asked("format")
        if kind in _TYPES:
            name = f"{_named(period)}-public"
            return _file(await asyncio.to_thread(written, report, kind), kind, name)
        return await visit.page(
            "figures/published.html",
            report=report,
            labels=labels,
            year=year,
            last_year=last_year,
            kind_of=kind_of,
        )


def _selection(visit: Visit) -> Selection:
    return read_selection(visit.request.query, visit.house.statistics.today())


def _labels(visit: Visit) -> Labels:
    language = visit.language
    titles = {one.id: one.versions[language].title for one in visit.room.knowledge}
    return Labels(language, titles)


def _named(period: Period) -> str:
    return f"{period.first}--{period.last}"


def _file(content: bytes, kind: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="azimut-{name}.{kind}"'}
    return web.Response(body=content, content_type=_TYPES[kind], headers=headers)
