"""Rules that hold on every page: language, policy, tokens, sign-in."""

from __future__ import annotations

import re

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from service.house import House
from tests.scenario.desk.conftest import Queue
from tests.support.desk_support import Browser, browsing, make_app

OPEN = ("/desk/sign-in", "/desk/static/", "/desk/calendar/", "/desk/oidc/", "/desk")
PAGES = (
    "/desk/", "/desk/left-messages", "/desk/appointments", "/desk/availability", "/desk/account",
    "/desk/articles?q=stage", "/desk/admin/counsellors", "/desk/admin/settings",
    "/desk/admin/closing-days", "/desk/admin/canned", "/desk/admin/audit",
)  # fmt: skip
FRENCH_ONLY = re.compile(r"Rendez-vous|Enregistrer|Étiquettes|Réponse|Disponibilités", re.UNICODE)


def addresses(app: web.Application, method: str) -> list[str]:
    """All addresses of the desk for a method, with made-up ids."""
    found = set()
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if route.method == method and path.startswith("/desk"):
            found.add(re.sub(r"\{[^}]+\}", "1", path.replace("{article}", "studies/exam-board")))
    return sorted(path for path in found if not path.startswith(OPEN[:4]) and path != "/desk")


async def test_every_page_asks_to_sign_in(house: House, server: TestServer) -> None:
    paths = addresses(make_app(house), "GET")
    assert len(paths) > 20
    async with browsing(server) as nobody:
        for path in paths:
            status, page = await nobody.get(path)
            assert 'name="login"' in page or status == 401, path


async def test_every_deed_needs_a_session_and_its_token(
    house: House, server: TestServer, amina: Browser
) -> None:
    paths = addresses(make_app(house), "POST")
    assert len(paths) > 25
    async with browsing(server) as nobody:
        for path in paths:
            _, page = await nobody.post(path)
            assert 'name="login"' in page, path
    for path in paths:
        assert (await amina.post(path, {"csrf": "made up"}))[0] == 403, path
        assert (await amina.post(path, {"csrf": ""}))[0] == 403, path


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_exists_in_both_languages(amina: Browser, house: House, path: str) -> None:
    status, french = await amina.get(path)
    assert status == 200 and '<html lang="fr">' in french
    await house.people.change(1, interface_language="nl")
    status, dutch = await amina.get(path)
    assert status == 200 and '<html lang="nl">' in dutch
    assert not FRENCH_ONLY.search(re.sub(r"<summary>.*?</summary>", "", dutch))


async def test_every_answer_carries_the_strict_policy(
    amina: Browser, queue: Queue, server: TestServer
) -> None:
    conversation = await queue()
    for path in (*PAGES, f"/desk/conversations/{conversation}", "/desk/nowhere"):
        async with amina.session.get(server.make_url(path)) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self'" in policy and "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert response.headers["Cache-Control"] == "no-store"
            page = await response.text()
        assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page), path


async def test_static_files_are_kept_and_nothing_else_is_served(
    amina: Browser, server: TestServer
) -> None:
    _, page = await amina.get("/desk/")
    found = re.search(r'href="(/desk/static/[^"]+\.css)"', page)
    assert found is not None
    async with amina.session.get(server.make_url(found[1])) as response:
        assert response.status == 200 and "immutable" in response.headers["Cache-Control"]
    for name in ("../setup.py", "%2e%2e/setup.py", "nothing.js"):
        assert (await amina.get(f"/desk/static/x/{name}"))[0] == 404


async def test_a_page_that_fails_says_so_without_telling_why(
    amina: Browser,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def fail() -> None:
        raise RuntimeError("mot secret d'un visiteur")

    monkeypatch.setattr(house.canned, "all", fail)
    status, page = await amina.get("/desk/admin/canned")
    printed = capsys.readouterr()
    assert status == 500 and "Réessayez" in page
    assert "mot secret" not in page + printed.out + printed.err
