"""Accounts: add, change, a new password, no one-time code any more, switch off."""

from __future__ import annotations

from typing import Any, cast

from aiohttp import web

from desk.errors import BadForm
from desk.forms import Form
from desk.visit import Visit, for_admins
from knowledge.vocabulary import LANGUAGES, THEMES
from service.views import Counsellor, Role

_PAGE = "/desk/admin/counsellors"
_AT = "/admin/counsellors/{id:[0-9]{1,9}}"
_ROLES = ("counsellor", "admin")


def routes() -> list[web.RouteDef]:
    """The list, one account, and deeds."""
    return [
        web.get("/admin/counsellors", for_admins(show_all)),
        web.post("/admin/counsellors", for_admins(add)),
        web.get(_AT, for_admins(show)),
        web.post(_AT, for_admins(change)),
        web.post(f"{_AT}/password", for_admins(new_password)),
        web.post(f"{_AT}/totp", for_admins(drop_totp)),
    ]


async def show_all(visit: Visit) -> web.Response:
    """Everybody, with presence."""
    return await visit.page(
        "admin/counsellors.html",
        people=await visit.house.people.all(),
        present={one.counsellor.id: one for one in await visit.house.presence.all()},
        **_choices(),
    )


async def add(visit: Visit) -> web.Response:
    """The first password is shown once, on the answer."""
    form = await visit.form()
    languages = form.some_of("languages", LANGUAGES)
    if not languages:
        raise BadForm("languages")
    counsellor, password = await visit.house.people.add(
        form.needed("login"),
        form.needed("name"),
        role=cast(Role, form.one_of("role", _ROLES)),
        languages=languages,
        themes=form.some_of("themes", THEMES),
        team=form.text("team", "")[:60] or None,
        by=visit.me.id,
    )
    return await _one(visit, counsellor, password)


async def show(visit: Visit) -> web.Response:
    """One account."""
    return await _one(visit, await visit.house.people.get(visit.number_at("id")))


async def change(visit: Visit) -> web.Response:
    """An admin cannot lock himself out."""
    form, person = await visit.form(), visit.number_at("id")
    role, active = form.one_of("role", _ROLES), form.ticked("active")
    if person == visit.me.id and (role != "admin" or not active):
        raise BadForm("yourself")
    await visit.house.people.change(person, visit.me.id, **_fields(form), role=role, active=active)
    return visit.done(_PAGE, "saved")


async def new_password(visit: Visit) -> web.Response:
    """Shown once; every session of the account ends."""
    counsellor = await visit.house.people.get(visit.number_at("id"))
    password = await visit.house.people.reset_password(counsellor.login, by=visit.me.id)
    return await _one(visit, counsellor, password)


async def drop_totp(visit: Visit) -> web.Response:
    """For somebody who lost the telephone."""
    await visit.house.people.drop_totp(visit.number_at("id"), visit.me.id)
    return visit.done(f"{_PAGE}/{visit.at('id')}", "totp_off")


async def _one(visit: Visit, counsellor: Counsellor, password: str = "") -> web.Response:
    return await visit.page(
        "admin/counsellor.html", one=counsellor, password=password, **_choices()
    )


def _fields(form: Form) -> dict[str, object]:
    languages = form.some_of("languages", LANGUAGES)
    if not languages:
        raise BadForm("languages")
    return {
        "name": form.needed("name"),
        "languages": languages,
        "themes": form.some_of("themes", THEMES),
        "team": form.text("team", "")[:60] or None,
        "cap": form.number("cap"),
        "interface_language": form.one_of("interface_language", LANGUAGES),
    }


def _choices() -> dict[str, Any]:
    return {"roles": _ROLES, "all_languages": LANGUAGES, "all_themes": THEMES}
