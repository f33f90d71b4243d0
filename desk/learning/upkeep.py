"""Articles due for review, their owners, and links that are broken."""

from __future__ import annotations

from aiohttp import web

from desk.errors import BadForm
from desk.visit import Visit, signed_in

_PAGE = "/desk/upkeep"


def routes() -> list[web.RouteDef]:
    """The list, and who looks after what."""
    return [web.get("/upkeep", signed_in(show)), web.post("/upkeep", signed_in(own))]


async def show(visit: Visit) -> web.StreamResponse:
    """All articles by the day on which they are due; ``?mine=1`` only one's own."""
    upkeep = visit.house.learning.upkeep
    due = await upkeep.due(visit.room.knowledge)
    mine = bool(visit.asked("mine"))
    if mine:
        due = tuple(one for one in due if one.owner is not None and one.owner.id == visit.me.id)
    links = await upkeep.links(visit.room.knowledge)
    return await visit.page(
        "learning/upkeep.html",
        due=due,
        mine=mine,
        broken=[link for link in links if link.problem],
        checked=sum(link.checked_at is not None for link in links),
        links=len(links),
        people=[one for one in await visit.house.people.all() if one.active],
    )


async def own(visit: Visit) -> web.StreamResponse:
    """Somebody looks after an article from now on, or nobody."""
    form = await visit.form()
    article = form.needed("article")
    if article not in visit.room.knowledge.articles:
        raise BadForm("article")
    owner = form.number("owner") if form.text("owner", "") else None
    if owner is not None:
        await visit.house.people.get(owner)  # raises NotFound
    await visit.house.learning.upkeep.set_owner(visit.me.id, article, owner)
    return visit.done(f"{_PAGE}#{article}", "saved")
