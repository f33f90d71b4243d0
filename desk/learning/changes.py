"""Changes of articles: who wrote what, what is accepted, and the patch for the files."""

from __future__ import annotations

from aiohttp import web

from desk.visit import Visit, signed_in
from service.learning.errors import Unfit

_PAGE = "/desk/changes"
_AT = "/changes/{id:[0-9]{1,9}}"


def routes() -> list[web.RouteDef]:
    """The list, its deeds, the patch."""
    return [
        web.get("/changes", signed_in(show)),
        web.post(f"{_AT}/accept", signed_in(accept)),
        web.post(f"{_AT}/withdraw", signed_in(withdraw)),
        web.get("/changes/patch", signed_in(patch)),
    ]


async def show(visit: Visit) -> web.StreamResponse:
    """The newest first."""
    return await _page(visit)


async def accept(visit: Visit) -> web.StreamResponse:
    """Only what the checker lets pass."""
    try:
        await visit.house.learning.revisions.accept(visit.me.id, visit.number_at("id"))
    except Unfit as error:
        return await _page(visit, status=409, findings=error.findings)
    return visit.done(_PAGE, "saved")


async def withdraw(visit: Visit) -> web.StreamResponse:
    """The version before counts again."""
    await visit.house.learning.revisions.withdraw(visit.me.id, visit.number_at("id"))
    return visit.done(_PAGE, "saved")


async def patch(visit: Visit) -> web.StreamResponse:
    """To be applied to the article files with ``git apply``."""
    text = await visit.house.learning.revisions.patch()
    headers = {"Content-Disposition": 'attachment; filename="azimut-articles.patch"'}
    return web.Response(text=text, content_type="text/x-diff", headers=headers)


async def _page(visit: Visit, status: int = 200, **values: object) -> web.Response:
    revisions = visit.house.learning.revisions
    present = await visit.house.learning.publications.present()
    context = {"findings": (), **values}
    return await visit.page(
        "learning/changes.html",
        status=status,
        revisions=await revisions.history(),
        live=set(present.revisions) if present else set(),
        behind=await revisions.behind(),
        **context,
    )
