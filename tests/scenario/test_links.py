"""The link check: finds what is gone, and is polite."""

from __future__ import annotations

from collections import Counter

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.links import LinkChecker


def anywhere(_: str) -> bool:
    """The test's own server is on this machine."""
    return True


async def test_what_is_gone_is_found_and_robots_are_obeyed() -> None:
    asked: Counter[tuple[str, str]] = Counter()

    @web.middleware
    async def count(request: web.Request, handler):  # type: ignore[no-untyped-def]
        asked[request.method, request.path] += 1
        assert request.headers["User-Agent"] == "tester"
        return await handler(request)

    async def robots(request: web.Request) -> web.Response:
        return web.Response(text="User-agent: *\nDisallow: /private\n")

    async def here(request: web.Request) -> web.Response:
        return web.Response(text="page")

    async def no_head(request: web.Request) -> web.Response:
        return web.Response(status=405 if request.method == "HEAD" else 200)

    async def shy(request: web.Request) -> web.Response:
        return web.Response(status=403)

    app = web.Application(middlewares=[count])
    app.router.add_get("/robots.txt", robots)
    for path, handler in (("/here", here), ("/no-head", no_head), ("/shy", shy)):
        app.router.add_route("*", path, handler)
    async with TestServer(app) as server:
        paths = ("/here", "/gone", "/private/x", "/no-head", "/shy")
        results = await LinkChecker("tester", pause=0.0, public=anywhere).check(
            str(server.make_url(path)) for path in paths
        )
    found = {url.split("/", 3)[3]: (status, problem) for url, status, problem in results}
    assert found == {
        "here": (200, ""),
        "gone": (404, "404"),
        "private/x": (None, ""),
        "no-head": (200, ""),
        "shy": (403, ""),
    }
    assert asked["GET", "/robots.txt"] == 1
    assert asked["HEAD", "/here"] == 1 and ("GET", "/here") not in asked
    assert not any(path.startswith("/private") for _, path in asked)


async def test_addresses_of_our_own_network_are_not_asked() -> None:
    checker = LinkChecker("tester", pause=0.0)
    results = await checker.check(["http://127.0.0.1:9/", "http://10.0.0.1/", "http://[::1]/"])
    assert {problem for _, _, problem in results} == {"address"}


async def test_a_page_that_leads_inside_our_network_is_not_followed() -> None:
    asked: list[str] = []

    async def away(_: web.Request) -> web.Response:
        raise web.HTTPFound("/inside")

    async def inside(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/away", away)
    app.router.add_route("*", "/inside", inside)
    async with TestServer(app) as server:
        checker = LinkChecker("tester", pause=0.0, public=lambda address: "inside" not in address)
        ((_, status, problem),) = await checker.check([str(server.make_url("/away"))])
    assert (status, problem, asked) == (None, "address", [])


async def test_a_site_that_is_away() -> None:
    checker = LinkChecker("tester", pause=0.0, public=anywhere)
    ((_, status, problem),) = await checker.check(["http://127.0.0.1:9/"])
    assert status is None and problem == "ClientConnectorError"
