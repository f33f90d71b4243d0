"""Signing in and out, and what keeps a session alive."""

from __future__ import annotations

import re

import pyotp
import pytest
from aiohttp.test_utils import TestServer

from desk.setup import DeskOptions
from service.house import House
from tests.support.desk_support import Browser, browsing, serving
from tests.support.house_support import PASSWORD, HandClock

_TICKET = re.compile(r'name="ticket" value="([^"]+)"')
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


async def test_a_wrong_password_is_refused_in_words(server: TestServer) -> None:
    async with browsing(server) as browser:
        status, page = await browser.sign_in("amina", "wrong")
        assert status == 401
        assert "incorrect" in page
        status, _ = await browser.get("/desk/")
        assert 'name="login"' in _


async def test_guessing_is_throttled_and_the_right_password_waits_too(server: TestServer) -> None:
    async with browsing(server) as browser:
        for _ in range(8):
            await browser.sign_in("amina", "wrong")
        status, _ = await browser.sign_in("amina", PASSWORD)
        assert status == 429


async def test_after_signing_in_one_comes_where_one_wanted_to_go(server: TestServer) -> None:
    async with browsing(server) as browser:
        _, page = await browser.get("/desk/appointments?view=day")
        assert 'value="/desk/appointments?view=day"' in page


async def test_a_session_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    async with serving(house, DeskOptions("https://test", secure_cookies=True)) as server:
        async with browsing(server) as browser:
            url = server.make_url("/desk/sign-in")
            async with browser.session.get(url) as response:
                form = response.cookies["azimut-desk-form"]
                assert form["secure"] and form["httponly"] and form["samesite"] == "Lax"
                token = _TOKEN.search(await response.text())
            assert token is not None
            fields = {"token": token[1], "login": "amina", "password": PASSWORD}
            # The test speaks plain HTTP: the browser would not send the secure cookie back.
            cookies = {"azimut-desk-form": form.value}
            async with browser.session.post(
                url, data=fields, cookies=cookies, allow_redirects=False
            ) as response:
                session = response.cookies["__Secure-azimut-desk"]
                assert session["secure"] and session["httponly"] and session["path"] == "/desk"
                assert session["samesite"] == "Lax"


async def test_nobody_elses_page_can_sign_somebody_in(server: TestServer) -> None:
    async with browsing(server) as browser:
        fields = {"token": "made up", "login": "amina", "password": PASSWORD}
        status, _ = await browser.post("/desk/sign-in", fields)
        assert status == 403


async def test_the_one_time_code_is_a_second_step_and_works_once(
    house: House, server: TestServer, clock: HandClock
) -> None:
    amina = next(one for one in await house.people.all() if one.login == "amina")
    address = await house.people.start_totp(amina.id)
    totp = pyotp.parse_uri(address)
    assert isinstance(totp, pyotp.TOTP)
    await house.people.confirm_totp(amina.id, totp.at(clock.now))
    clock.forward(minutes=2)
    async with browsing(server) as browser:
        _, page = await browser.sign_in("amina")
        ticket, token = _TICKET.search(page), _TOKEN.search(page)
        assert ticket is not None and token is not None
        assert PASSWORD not in page
        fields = {"token": token[1], "ticket": ticket[1], "totp": totp.at(clock.now)}
        status, page = await browser.post("/desk/sign-in", fields)
        assert status == 200 and 'id="queue"' in page
    async with browsing(server) as browser:
        _, page = await browser.sign_in("amina")
        again = _TOKEN.search(page)
        assert again is not None
        status, _ = await browser.post("/desk/sign-in", {**fields, "token": again[1]})
        assert status == 401


async def test_the_one_time_code_is_given_up_with_the_password_only(
    amina: Browser, house: House, clock: HandClock
) -> None:
    me = next(one for one in await house.people.all() if one.login == "amina")
    totp = pyotp.parse_uri(await house.people.start_totp(me.id))
    assert isinstance(totp, pyotp.TOTP)
    await house.people.confirm_totp(me.id, totp.at(clock.now))
    for password, has_totp in (("", True), ("wrong password", True), (PASSWORD, False)):
        await amina.get("/desk/account")
        await amina.post("/desk/account/totp/drop", {"password": password})
        assert (await house.people.get(me.id)).has_totp == has_totp


async def test_a_session_ends_when_nobody_does_anything(amina: Browser, clock: HandClock) -> None:
    clock.forward(minutes=20)
    assert 'id="queue"' in (await amina.get("/desk/"))[1]
    clock.forward(minutes=20)
    assert 'id="queue"' in (await amina.get("/desk/"))[1]
    clock.forward(minutes=31)
    assert 'name="login"' in (await amina.get("/desk/"))[1]


async def test_an_open_page_alone_keeps_no_session_alive(amina: Browser, clock: HandClock) -> None:
    for _ in range(4):
        clock.forward(minutes=8)
        status, _page = await amina.get("/desk/pieces/queue", **{"X-Desk": "background"})
    assert status == 401


async def test_whoever_signs_out_is_gone(amina: Browser, house: House) -> None:
    before = [one.state for one in await house.presence.all()]
    assert "online" in before
    _, page = await amina.post("/desk/sign-out")
    assert 'name="login"' in page
    states = {one.counsellor.login: one.state for one in await house.presence.all()}
    assert states["amina"] == "offline"
    assert 'name="login"' in (await amina.get("/desk/"))[1]


@pytest.mark.parametrize("path", ["//evil.example/desk/", "https://evil.example", "/desk/sign-out"])
async def test_the_way_back_never_leads_elsewhere(server: TestServer, path: str) -> None:
    async with browsing(server) as browser:
        _, page = await browser.get(f"/desk/sign-in?next={path}")
        assert 'name="next" value="/desk/"' in page
