"""Train and try, publish, go back."""

from __future__ import annotations

from aiohttp import web

from desk.visit import Visit, for_admins
from service.errors import NotFound
from service.learning.questions import as_text

_PAGE = "/desk/trials"
_AT = "/trials/{id:[0-9]{1,9}}"


def routes() -> list[web.RouteDef]:
    """For admins: what they publish, every visitor gets."""
    return [
        web.get("/trials", for_admins(show)),
        web.post("/trials", for_admins(start)),
        web.get(_AT, for_admins(show)),
        web.post(f"{_AT}/publish", for_admins(publish)),
        web.post("/trials/back", for_admins(back)),
        web.post("/trials/questions", for_admins(questions)),
    ]


async def show(visit: Visit) -> web.StreamResponse:
    """The trials, the newest (or the one asked for) in full."""
    learning = visit.house.learning
    trials = await learning.trials.listed()
    wanted = visit.request.match_info.get("id")
    chosen = next((one for one in trials if wanted in (None, str(one.id))), None)
    if wanted is not None and chosen is None:
        raise NotFound(wanted)
    return await visit.page(
        "learning/trials.html",
        trials=trials,
        trial=chosen,
        publications=await learning.publications.listed(),
        accepted=len(await learning.revisions.accepted()),
        questions=as_text(await learning.questions.all()),
        can_train=learning.trials.workshop is not None,
    )


async def start(visit: Visit) -> web.StreamResponse:
    """In the background; the page shows how far it is."""
    await visit.house.learning.trials.start(visit.me.id)
    return visit.done(_PAGE, "trial_started")


async def publish(visit: Visit) -> web.StreamResponse:
    """Every process switches within seconds."""
    await visit.house.learning.publications.publish(visit.me.id, visit.number_at("id"))
    return visit.done(_PAGE, "published")


async def back(visit: Visit) -> web.StreamResponse:
    """What was live before is live again."""
    await visit.house.learning.publications.back(visit.me.id)
    return visit.done(_PAGE, "published_back")


async def questions(visit: Visit) -> web.StreamResponse:
    """Replace the fixed set."""
    form = await visit.form()
    await visit.house.learning.questions.replace(visit.me.id, form.text("questions", ""))
    return visit.done(_PAGE, "saved")
