"""When a counsellor receives people: weekly times, days away; the address of the own calendar."""

from __future__ import annotations

from aiohttp import web

from desk.errors import BadForm
from desk.forms import small_number
from desk.room import ROOM
from desk.visit import Visit, signed_in
from knowledge.vocabulary import LANGUAGES, THEMES
from service.errors import Forbidden

_PLACES = ("centre", "remote")


def routes() -> list[web.RouteDef]:
    """Pages, deeds, and the feed (which needs no sign-in: its address is the secret)."""
    return [
        web.get("/availability", signed_in(show)),
        web.post("/availability", signed_in(add)),
        web.post("/availability/{id:[0-9]{1,9}}/remove", signed_in(remove)),
        web.post("/availability/exceptions", signed_in(add_exception)),
        web.post("/availability/exceptions/{id:[0-9]{1,9}}/remove", signed_in(remove_exception)),
        web.post("/availability/feed", signed_in(renew_feed)),
        web.get("/calendar/{token:[A-Za-z0-9_-]{20,100}}.ics", feed),
    ]


async def show(visit: Visit) -> web.Response:
    """``?counsellor=3`` for admins; else one's own."""
    whose = await _whose(visit, visit.asked("counsellor"))
    own = whose == visit.me.id
    token = await visit.house.agenda.feed_token(visit.me.id) if own else ""
    return await visit.page(
        "availability.html",
        whose=await visit.house.people.get(whose),
        own=own,
        times=await visit.house.agenda.availability(whose),
        exceptions=await visit.house.agenda.exceptions(whose),
        feed=f"{visit.room.options.public_url}/desk/calendar/{token}.ics" if own else "",
        people=await visit.house.people.all(active_only=True) if visit.me.role == "admin" else (),
        places=_PLACES,
        all_languages=LANGUAGES,
        all_themes=THEMES,
    )


async def add(visit: Visit) -> web.Response:
    """A weekly time."""
    form = await visit.form()
    whose = await _whose(visit, form.text("counsellor", ""))
    place = form.text("place_words", "")[:60] or form.one_of("place", _PLACES)
    await visit.house.agenda.add_availability(
        visit.me.id,
        whose,
        int(form.one_of("weekday", tuple("0123456"))),
        form.clock("starts"),
        form.clock("ends"),
        length=form.number("length"),
        pause=form.number("pause"),
        place=place,
        languages=form.some_of("languages", LANGUAGES),
        themes=form.some_of("themes", THEMES),
    )
    return visit.done(_page_of(visit, whose), "saved")


async def remove(visit: Visit) -> web.Response:
    """Appointments already made stay."""
    for time in await visit.house.agenda.availability():
        if time.id == visit.number_at("id"):
            whose = await _whose(visit, str(time.counsellor_id))
            await visit.house.agenda.remove_availability(visit.me.id, time.id)
            return visit.done(_page_of(visit, whose), "removed")
    raise BadForm("id")


async def add_exception(visit: Visit) -> web.Response:
    """Away on a day, or on a part of it."""
    form = await visit.form()
    whose = await _whose(visit, form.text("counsellor", ""))
    starts = form.clock("starts") if form.text("starts", "") else None
    ends = form.clock("ends") if form.text("ends", "") else None
    if (starts is None) != (ends is None):
        raise BadForm("ends" if ends is None else "starts")
    await visit.house.agenda.add_exception(visit.me.id, whose, form.day("day"), starts, ends)
    return visit.done(_page_of(visit, whose), "saved")


async def remove_exception(visit: Visit) -> web.Response:
    """Back again."""
    for exception in await visit.house.agenda.exceptions():
        if exception.id == visit.number_at("id"):
            whose = await _whose(visit, str(exception.counsellor_id))
            await visit.house.agenda.remove_exception(visit.me.id, exception.id)
            return visit.done(_page_of(visit, whose), "removed")
    raise BadForm("id")


async def renew_feed(visit: Visit) -> web.Response:
    """A new secret address; the old one is useless from now on."""
    await visit.house.agenda.feed_token(visit.me.id, renew=True)
    return visit.done("/desk/availability", "feed_renewed")


async def feed(request: web.Request) -> web.Response:
    """The calendar that a counsellor subscribes to."""
    calendar = await request.app[ROOM].house.agenda.feed(request.match_info["token"])
    return web.Response(
        body=calendar,
        content_type="text/calendar",
        charset="utf-8",
        headers={"Content-Disposition": 'attachment; filename="azimut.ics"'},
    )


async def _whose(visit: Visit, asked: str) -> int:
    """One's own, or for admins anybody's."""
    number = small_number(asked)
    whose = visit.me.id if number is None else number
    if whose != visit.me.id and visit.me.role != "admin":
        raise Forbidden("only one's own")
    return whose


def _page_of(visit: Visit, whose: int) -> str:
    return "/desk/availability" + ("" if whose == visit.me.id else f"?counsellor={whose}")
