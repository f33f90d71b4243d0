"""Closing days: public holidays are known; the house adds its own."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from desk.moments import local
from desk.visit import Visit, for_admins

_PAGE = "/desk/admin/closing-days"
_AHEAD = timedelta(days=400)


def routes() -> list[web.RouteDef]:
    """The list and its deeds."""
    return [
        web.get("/admin/closing-days", for_admins(show)),
        web.post("/admin/closing-days", for_admins(add)),
        web.post("/admin/closing-days/remove", for_admins(remove)),
    ]


async def show(visit: Visit) -> web.Response:
    """The coming year."""
    today = local(visit.house.core.now()).date()
    days = await visit.house.agenda.closing_days(today, today + _AHEAD)
    return await visit.page("admin/closing.html", days=days)


async def add(visit: Visit) -> web.Response:
    """A day of the house's own, named in both languages."""
    form = await visit.form()
    fr, nl = form.needed("fr")[:80], form.needed("nl")[:80]
    await visit.house.agenda.add_closing_day(visit.me.id, form.day("day"), fr, nl)
    return visit.done(_PAGE, "saved")


async def remove(visit: Visit) -> web.Response:
    """Open after all."""
    await visit.house.agenda.remove_closing_day(visit.me.id, (await visit.form()).day("day"))
    return visit.done(_PAGE, "removed")
