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
MADE_UP = {"article": "studies/exam-board", "theme": "studies", "slug": "exam-board"}
FRENCH_ONLY = re.compile(r"Rendez-vous|Enregistrer|Étiquettes|Réponse|Disponibilités", re.UNICODE)


def addresses(app: web.Application, method: str) -> list[str]:
    """All addresses of the desk for a method, with made-up ids."""
    found = set()
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if route.method == method and path.startswith("/desk"):
            found.add(re.sub(r"\{(\w+)\}", lambda mark: MADE_UP.get(mark[1], "1"), path))
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


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=\xff\xfe&csrf={csrf}", "application/x-www-form-urlencoded"),
        (b"text=a&csrf={csrf}", "application/x-www-form-urlencoded; charset=klingon"),
        (b'{"text": "a"}', "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "text/plain"),
    ],
)
async def test_a_body_that_is_no_form_is_refused_in_words(
    amina: Browser, queue: Queue, server: TestServer, body: bytes, kind: str
) -> None:
    url = server.make_url(f"/desk/conversations/{await queue()}/note")
    headers = {"Content-Type": kind}
    data = body.replace(b"{csrf}", amina.csrf.encode())
    async with amina.session.post(url, data=data, headers=headers) as response:
        assert response.status in {400, 403}
        assert "<h1>" in await response.text()


@pytest.mark.parametrize(
    "path",
    [
        "admin/counsellors/99999999999999999999", "admin/counsellors/²", "admin/audit?by=²",
        "admin/audit?before=soon", "appointments/999999999", "appointments?who=²",
        "availability?counsellor=%00", "conversations/nobody", "articles/no/such.json",
        "conversations/x/messages?after=-1", "calendar/aaaaaaaaaaaaaaaaaaaaaaaa.ics",
        "articles?q=%22%27*%28&conversation=nobody", "trials/99999999999999999999",
        "statistics/published?year=0000", "statistics/published?year=²²²²",
    ],
)  # fmt: skip
async def test_an_address_that_makes_no_sense_is_no_accident(amina: Browser, path: str) -> None:
    assert (await amina.get(f"/desk/{path}"))[0] in {200, 404}
