"""Canned replies, in both languages."""

from __future__ import annotations

from aiohttp import web

from desk.visit import Visit, for_admins

_PAGE = "/desk/admin/canned"
MARKS = ("counsellor", "house", "today")


def routes() -> list[web.RouteDef]:
    """The list and its deeds."""
    return [
        web.get("/admin/canned", for_admins(show)),
        web.post("/admin/canned", for_admins(save)),
        web.post("/admin/canned/remove", for_admins(remove)),
    ]


async def show(visit: Visit) -> web.Response:
    """All, each in a form of its own."""
    return await visit.page(
        "admin/canned.html", replies=await visit.house.canned.all(), marks=MARKS
    )


async def save(visit: Visit) -> web.Response:
    """New, or changed; the key is what is typed after the slash."""
    form = await visit.form()
    key = form.needed("key").lower().lstrip("/")
    await visit.house.canned.save(visit.me.id, key, form.needed("fr"), form.needed("nl"))
    return visit.done(_PAGE, "saved")


async def remove(visit: Visit) -> web.Response:
    """Gone."""
    await visit.house.canned.remove(visit.me.id, (await visit.form()).needed("key"))
    return visit.done(_PAGE, "removed")
