"""Going to the organisation's provider, and coming back."""

from __future__ import annotations

import hmac
from dataclasses import asdict
from datetime import datetime, timedelta

from aiohttp import web

from desk.cookies import drop_cookie, set_cookie
from desk.errors import ForgedForm
from desk.oidc import Attempt, Provider
from desk.pages.signing import safe_next, welcome
from desk.room import ROOM, Room
from service.errors import NotFound

COOKIE = "azimut-desk-oidc"
_LIFE = timedelta(minutes=10)


def routes() -> list[web.RouteDef]:
    """Nothing is here unless the operator configured a provider."""
    return [web.get("/oidc/start", start), web.get("/oidc/callback", come_back)]


async def start(request: web.Request) -> web.Response:
    """To the provider. The browser keeps the attempt, encrypted."""
    room, attempt = request.app[ROOM], Attempt.new()
    address = await _provider(room).address(attempt)
    ends = (room.house.core.now() + _LIFE).isoformat()
    kept = {**asdict(attempt), "ends": ends, "next": safe_next(request.query.get("next", ""))}
    response = web.Response(status=303, headers={"Location": address})
    coded = room.house.core.keys.encrypt_json(kept)
    set_cookie(response, room.options, COOKIE, coded, int(_LIFE.total_seconds()))
    return response


async def come_back(request: web.Request) -> web.Response:
    """Only with the state that this browser left with; then the account must exist here."""
    room = request.app[ROOM]
    kept = _kept(request, room)
    if not hmac.compare_digest(request.query.get("state", "").encode(), kept["state"].encode()):
        raise ForgedForm("state")
    attempt = Attempt(kept["state"], kept["nonce"], kept["verifier"])
    code, now = request.query.get("code", ""), room.house.core.now()
    login = await _provider(room).login(code, attempt, now)
    session = await room.house.sign_in.sign_in_as(login)
    response = await welcome(room, session, kept["next"])
    drop_cookie(response, room.options, COOKIE)
    return response


def _provider(room: Room) -> Provider:
    if room.options.oidc is None:
        raise NotFound("no provider")
    return Provider(room.options.oidc, f"{room.options.public_url}/desk/oidc/callback")


def _kept(request: web.Request, room: Room) -> dict[str, str]:
    try:
        kept = room.house.core.keys.decrypt_json(request.cookies.get(COOKIE, ""))
        if datetime.fromisoformat(str(kept["ends"])) < room.house.core.now():
            raise ForgedForm("too late")
    except (ValueError, KeyError):
        raise ForgedForm("no attempt") from None
    return {name: str(value) for name, value in kept.items()}
