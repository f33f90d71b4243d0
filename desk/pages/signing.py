"""Signing in and out."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

import aiohttp_jinja2
from aiohttp import web

from desk.cookies import drop_cookie, read_session, session_cookie, set_cookie
from desk.errors import ForgedForm
from desk.forms import Form, read_form
from desk.guard import language
from desk.room import ROOM, Room
from desk.visit import Visit, signed_in
from service.errors import ServiceError, SignInRefused, Throttled
from service.views import DeskSession
from service.wording import say

FORM_COOKIE = "azimut-desk-form"
LANGUAGE_COOKIE = "azimut-desk-language"
TICKET_LIFE = timedelta(minutes=5)
_YEAR = 365 * 24 * 3600


def routes() -> list[web.RouteDef]:
    """Sign in, sign out."""
    return [
        web.get("/sign-in", show),
        web.post("/sign-in", sign_in),
        web.post("/sign-out", signed_in(sign_out)),
    ]


async def show(request: web.Request) -> web.Response:
    """The form."""
    return _form(request, safe_next(request.query.get("next", "")))


async def sign_in(request: web.Request) -> web.Response:
    """Check name and password, then the one-time code where the account has one."""
    room, form = request.app[ROOM], await read_form(request)
    _check_form(request, form)
    next_path = safe_next(form.text("next", ""))
    client = room.clients.name(request)
    login, password = await _who(room, form)
    totp = form.text("totp", "")
    try:
        if not totp and await room.house.sign_in.needs_totp(login, password, client):
            return _form(request, next_path, login=login, ticket=_ticket(room, login, password))
        session = await room.house.sign_in.sign_in(
            login, password, totp=totp or None, client=client
        )
    except (SignInRefused, Throttled) as error:
        return _form(request, next_path, login=login, error=error)
    return await welcome(room, session, next_path)


async def welcome(room: Room, session: DeskSession, next_path: str) -> web.Response:
    """The first answer to somebody who signed in: cookies, and present from now on."""
    await room.house.presence.set(session.counsellor.id, "online")
    response = web.Response(status=303, headers={"Location": next_path})
    set_cookie(response, room.options, session_cookie(room.options), session.token, None)
    interface = session.counsellor.interface_language
    set_cookie(response, room.options, LANGUAGE_COOKIE, interface, _YEAR)
    drop_cookie(response, room.options, FORM_COOKIE)
    return response


async def sign_out(visit: Visit) -> web.Response:
    """End the session; whoever leaves is no longer present."""
    await visit.house.presence.set(visit.me.id, "offline")
    await visit.house.sign_in.sign_out(read_session(visit.request, visit.room.options) or "")
    response = web.Response(status=303, headers={"Location": "/desk/sign-in?done=signed_out"})
    drop_cookie(response, visit.room.options, session_cookie(visit.room.options))
    return response


def safe_next(path: str) -> str:
    """A page of the desk, whatever the address asks for."""
    good = path.startswith("/desk/") and "\\" not in path and "//" not in path
    return path if good and "/sign-" not in path else "/desk/"


def _ticket(room: Room, login: str, password: str) -> str:
    """Name and password between the two steps: encrypted, and of no use after a few minutes."""
    ends = (room.house.core.now() + TICKET_LIFE).isoformat()
    return room.house.core.keys.encrypt_json({"login": login, "password": password, "ends": ends})


async def _who(room: Room, form: Form) -> tuple[str, str]:
    """Name and password: typed, or of the step before. An old ticket is a wrong password."""
    ticket = form.text("ticket", "")
    if not ticket:
        return form.text("login", ""), form.exact("password")
    try:
        step = room.house.core.keys.decrypt_json(ticket)
    except ValueError:
        return "", ""
    if datetime.fromisoformat(str(step["ends"])) < room.house.core.now():
        return "", ""
    return str(step["login"]), str(step["password"])


def _form(
    request: web.Request,
    next_path: str,
    *,
    login: str = "",
    ticket: str = "",
    error: ServiceError | None = None,
) -> web.Response:
    room, shown_in = request.app[ROOM], language(request)
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    context = {
        "language": shown_in,
        "token": token,
        "next": next_path,
        "login": login,
        "ticket": ticket,
        "error": say(f"error.{error.code}", shown_in) if error else "",
        "done": request.query.get("done", ""),
        "oidc": room.options.oidc,
    }
    status = error.status if error else 200
    response = aiohttp_jinja2.render_template("sign_in.html", request, context, status=status)
    set_cookie(response, room.options, FORM_COOKIE, token, 3600)
    if request.query.get("language") in {"fr", "nl"}:
        set_cookie(response, room.options, LANGUAGE_COOKIE, shown_in, _YEAR)
    return response


def _check_form(request: web.Request, form: Form) -> None:
    """Nobody else's page may sign somebody in: the form knows the cookie."""
    cookie = request.cookies.get(FORM_COOKIE, "")
    if not cookie or not hmac.compare_digest(cookie.encode(), form.text("token", "").encode()):
        raise ForgedForm("sign-in")
