"""The desk: who may do what, and that nobody else's page can make them do it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from yarl import URL

from desk.pages.signing import FORM_COOKIE, safe_next
from tests.security.stage import Stage, browser, filled, routes, visitor
from tests.support.desk_support import Browser
from tests.support.house_support import PASSWORD

SESSION = "azimut-desk"
OPEN_TO_ALL = {
    ("GET", "/desk"),
    ("GET", "/desk/sign-in"),
    ("POST", "/desk/sign-in"),
    ("GET", "/desk/static/{version}/{name}"),
    ("GET", "/desk/calendar/{token}.ics"),  # opened by calendars: its token is the key
}


def desk_routes(here: Stage, method: str, under: str = "/desk") -> list[str]:
    """Patterns of the desk's routes that need a session."""
    found = [
        pattern
        for name, pattern in routes(here.app, under)
        if name == method and (name, pattern) not in OPEN_TO_ALL and "oidc" not in pattern
    ]
    assert found
    return found


def token_of(one: Browser) -> str:
    """The session's token in the jar."""
    cookies = one.session.cookie_jar.filter_cookies(one.server.make_url("/desk/"))
    return cookies[SESSION].value if SESSION in cookies else ""


async def raw(one: Browser, method: str, path: str, **more: object) -> tuple[int, str]:
    """A request whose redirect is not followed."""
    async with one.session.request(
        method,
        one.server.make_url(path),
        allow_redirects=False,
        **more,
    ) as response:
        return response.status, response.headers.get("Location", "")


async def test_without_a_session_every_page_sends_to_the_form(here: Stage) -> None:
    async with browser(here) as nobody:
        for pattern in desk_routes(here, "GET"):
            path = filled(pattern, article="studies/exam-board")
            status, location = await raw(nobody, "GET", path)
            assert status in {303, 401}, pattern
            assert status == 401 or location.startswith("/desk/sign-in"), pattern
        for pattern in desk_routes(here, "POST"):
            status, location = await raw(nobody, "POST", filled(pattern), data={"csrf": "x"})
            assert status == 303, pattern
            assert location.startswith("/desk/sign-in"), pattern


async def test_every_deed_needs_the_sessions_csrf_token(here: Stage) -> None:
    """Another page can send the browser's cookie, but does not know the token."""
    talk = await visitor(here)
    async with browser(here, "amina") as amina, browser(here, "bram") as bram:
        for pattern in desk_routes(here, "POST"):
            path = filled(pattern, id=talk.id if "conversations" in pattern else "1")
            for csrf in ("", "wrong", bram.csrf):
                status, _ = await raw(amina, "POST", path, data={"csrf": csrf})
                assert status == 403, (pattern, csrf)
                headers = {"X-CSRF-Token": csrf}
                status, _ = await raw(amina, "POST", path, data={}, headers=headers)
                assert status == 403, (pattern, csrf)
        assert amina.csrf != bram.csrf
        assert (await amina.get("/desk/"))[0] == 200  # still signed in: nothing was done


async def test_signing_in_needs_the_forms_own_token(here: Stage) -> None:
    """Nobody else's page may sign somebody in (login CSRF)."""
    fields = {"login": "amina", "password": PASSWORD, "token": "guessed"}
    async with browser(here) as nobody:
        assert (await raw(nobody, "POST", "/desk/sign-in", data=fields))[0] == 403
        await nobody.get("/desk/sign-in")
        assert (await raw(nobody, "POST", "/desk/sign-in", data=fields))[0] == 403
        assert token_of(nobody) == ""


async def test_a_session_that_was_planted_does_not_become_somebodys(here: Stage) -> None:
    """Session fixation: the token is new at every sign-in, and the planted one opens nothing."""
    async with browser(here) as victim, browser(here) as thief:
        planted = "planted-by-somebody-else-0123456789abcdefgh"
        jar = victim.session.cookie_jar
        jar.update_cookies({SESSION: planted}, URL(str(victim.server.make_url("/desk/"))))
        await victim.sign_in("amina")
        mine = token_of(victim)
        assert mine != planted
        assert len(mine) >= 43
        headers = {"Cookie": f"{SESSION}={planted}"}
        assert (await raw(thief, "GET", "/desk/", headers=headers))[0] == 303
        await victim.sign_in("amina")
        assert token_of(victim) != mine


async def test_a_session_ends_with_sign_out_new_password_dismissal_and_time(here: Stage) -> None:
    people = here.house.people
    async with browser(here, "bram") as bram:
        old = {"Cookie": f"{SESSION}={token_of(bram)}"}
        await bram.post("/desk/sign-out")
        async with browser(here) as thief:
            assert (await raw(thief, "GET", "/desk/", headers=old))[0] == 303
    for end in ("password", "dismissal", "idle", "life"):
        async with browser(here, "bram") as bram:
            assert (await raw(bram, "GET", "/desk/"))[0] == 200
            if end == "password":
                await people.reset_password("bram", PASSWORD)
            elif end == "dismissal":
                (row,) = [one for one in await people.all() if one.login == "bram"]
                await people.change(row.id, active=False)
            elif end == "idle":
                here.clock.forward(minutes=31)
            else:
                for _ in range(30):
                    here.clock.forward(minutes=25)
                    await raw(bram, "GET", "/desk/")
            assert (await raw(bram, "GET", "/desk/"))[0] == 303, end
            if end == "dismissal":
                await people.change(row.id, active=True)


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(here: Stage) -> None:
    async with browser(here) as one:
        _, page = await one.get("/desk/sign-in")
        token = page.split('name="token" value="')[1].split('"')[0]
        fields = {"token": token, "login": "amina", "password": PASSWORD}
        async with one.session.post(
            one.server.make_url("/desk/sign-in"), data=fields, allow_redirects=False
        ) as response:
            cookies = dict(response.cookies)
    for name in (SESSION,):
        assert cookies[name]["httponly"], name
        assert cookies[name]["samesite"] == "Lax", name
        assert cookies[name]["path"] == "/desk", name
    assert FORM_COOKIE in cookies


async def test_a_counsellor_has_no_rights_of_an_admin(here: Stage) -> None:
    """What administers the house, and what trains and publishes."""
    admin = ("/desk/admin", "/desk/trials")
    async with browser(here, "bram") as bram:
        for pattern in (one for under in admin for one in desk_routes(here, "GET", under)):
            assert (await raw(bram, "GET", filled(pattern)))[0] == 403, pattern
        for pattern in (one for under in admin for one in desk_routes(here, "POST", under)):
            data = {"csrf": bram.csrf, "login": "mallory", "name": "Mallory", "role": "admin"}
            assert (await raw(bram, "POST", filled(pattern), data=data))[0] == 403, pattern
        assert {one.login for one in await here.house.people.all()} == {"amina", "bram"}
        data = {"csrf": bram.csrf, "language": "nl", "role": "admin", "login": "root"}
        await raw(bram, "POST", "/desk/account/language", data=data)
    (me,) = [one for one in await here.house.people.all() if one.login == "bram"]
    assert me.role == "counsellor"


async def test_a_colleagues_conversation_cannot_be_answered_or_closed(here: Stage) -> None:
    talk = await visitor(here)
    await talk.say("person")
    async with browser(here, "amina") as amina, browser(here, "bram") as bram:
        await amina.post(f"/desk/conversations/{talk.id}/claim")
        deeds = {
            "claim": {},
            "reply": {"text": "bonjour", "sure": "1"},
            "close": {"outcome": "helped"},
            "give-back": {},
            "transfer": {"to": "team:x"},
            "typing": {},
            "template": {},
            "book": {"slot": (await here.house.appointments.slots("fr"))[0].id},
        }
        before = len(await here.house.visitors.messages(talk.id))
        for deed, fields in deeds.items():
            data = {"csrf": bram.csrf, **fields}
            path = f"/desk/conversations/{talk.id}/{deed}"
            assert (await raw(bram, "POST", path, data=data))[0] == 409, deed
        assert len(await here.house.visitors.messages(talk.id)) == before
    assert (await here.house.visitors.state(talk.id)).owner == "counsellor"


async def test_passwords_cannot_be_guessed_by_trying(here: Stage) -> None:
    """Eight wrong ones lock the account's door for a while, for right ones too; unknown names
    are answered alike."""
    async with browser(here) as one:
        known = [(await one.sign_in("amina", f"wrong {n}"))[0] for n in range(8)]
        unknown = [(await one.sign_in("nobody", f"wrong {n}"))[0] for n in range(8)]
        assert known == unknown == [401] * 8
        assert (await one.sign_in("amina", PASSWORD))[0] == 429
        assert (await one.sign_in("nobody", PASSWORD))[0] == 429
        assert (await one.sign_in("bram", PASSWORD))[0] == 200
        here.clock.now += timedelta(minutes=16)
        assert (await one.sign_in("amina", PASSWORD))[0] == 200


async def test_one_caller_cannot_try_many_names(here: Stage) -> None:
    statuses = []
    for number in range(31):
        try:
            await here.house.sign_in.sign_in(f"name{number}", "guess", client="one")
        except Exception as error:
            statuses.append(getattr(error, "status", 0))
    assert statuses == [401] * 30 + [429]


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example", "https://evil.example", "/desk//evil.example", "/desk/\\evil.example",
        "javascript:alert(1)", "\\\\evil.example", "/desk/sign-out", "/\tevil.example", "/desk",
    ],
)  # fmt: skip
def test_signing_in_leads_to_the_desk_only(address: str) -> None:
    assert safe_next(address) == "/desk/"


async def test_a_one_time_code_works_once(here: Stage) -> None:
    import pyotp

    people, sign_in = here.house.people, here.house.sign_in
    (me,) = [one for one in await people.all() if one.login == "bram"]
    address = await people.start_totp(me.id)
    secret = address.partition("secret=")[2].partition("&")[0]

    def code() -> str:
        return pyotp.TOTP(secret).at(here.clock.now)

    await people.confirm_totp(me.id, code())
    here.clock.forward(minutes=2)
    refused = 0
    await sign_in.sign_in("bram", PASSWORD, totp=code())
    for given in (code(), None, "000000", "", "١٢٣٤٥٦"):
        try:
            await sign_in.sign_in("bram", PASSWORD, totp=given)
        except Exception as error:
            refused += getattr(error, "status", 0) == 401
    assert refused == 5
