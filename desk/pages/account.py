"""A counsellor's own account: language of the pages, password, one-time codes."""

from __future__ import annotations

from typing import cast

import segno
from aiohttp import web
from markupsafe import Markup

from desk.cookies import set_cookie
from desk.pages.signing import LANGUAGE_COOKIE
from desk.visit import Visit, signed_in
from service.types import Language

_PAGE = "/desk/account"


def routes() -> list[web.RouteDef]:
    """One page and its deeds."""
    return [
        web.get("/account", signed_in(show)),
        web.post("/account/language", signed_in(language)),
        web.post("/account/password", signed_in(password)),
        web.post("/account/totp", signed_in(start_totp)),
        web.post("/account/totp/confirm", signed_in(confirm_totp)),
        web.post("/account/totp/drop", signed_in(drop_totp)),
    ]


async def show(visit: Visit) -> web.Response:
    """The page."""
    return await visit.page("account.html", qr=None, secret="")


async def language(visit: Visit) -> web.Response:
    """French or Dutch pages."""
    chosen = cast(Language, (await visit.form()).one_of("language", ("fr", "nl")))
    await visit.house.people.change(visit.me.id, visit.me.id, interface_language=chosen)
    response = visit.done(_PAGE, "saved")
    set_cookie(response, visit.room.options, LANGUAGE_COOKIE, chosen, 365 * 24 * 3600)
    return response


async def password(visit: Visit) -> web.Response:
    """Old and new; who is signed in elsewhere with this account is no longer."""
    form, here = await visit.form(), visit.session.token
    await visit.house.people.change_password(
        visit.me.id, form.exact("old"), form.exact("new"), keep=here
    )
    return visit.done(_PAGE, "password")


async def start_totp(visit: Visit) -> web.Response:
    """A new secret, as a picture and as letters; asked for only once it is confirmed."""
    address = await visit.house.people.start_totp(visit.me.id)
    picture = segno.make(address, error="m").svg_inline(scale=5, dark="#000", light="#fff")
    secret = address.partition("secret=")[2].partition("&")[0]
    return await visit.page("account.html", qr=Markup(picture), secret=secret)  # noqa: S704


async def confirm_totp(visit: Visit) -> web.Response:
    """From now on a code is asked at sign-in."""
    code = (await visit.form()).text("code", "").replace(" ", "")
    await visit.house.people.confirm_totp(visit.me.id, code)
    return visit.done(_PAGE, "totp_on")


async def drop_totp(visit: Visit) -> web.Response:
    """No code any more, for who knows the password: a page left open is not enough."""
    password = (await visit.form()).exact("password")
    await visit.house.people.drop_own_totp(visit.me.id, password)
    return visit.done(_PAGE, "totp_off")
