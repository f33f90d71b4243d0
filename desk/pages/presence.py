"""Being there."""

from __future__ import annotations

from typing import cast

from aiohttp import web

from desk.pages.signing import safe_next
from desk.visit import Visit, signed_in
from service.views import PresenceState

_STATES = ("online", "busy", "away")


def routes() -> list[web.RouteDef]:
    """Say it, and signs of life of an open page."""
    return [
        web.post("/presence", signed_in(say_presence)),
        web.post("/presence/seen", signed_in(seen)),
    ]


async def say_presence(visit: Visit) -> web.Response:
    """Online, busy or away."""
    form = await visit.form()
    state = cast(PresenceState, form.one_of("state", _STATES))
    await visit.house.presence.set(visit.me.id, state)
    return visit.done(safe_next(form.text("next", "")), "presence")


async def seen(visit: Visit) -> web.Response:
    """Keys and clicks on an open page: the request itself is the sign of life."""
    return web.Response(status=204)
