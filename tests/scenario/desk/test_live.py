"""Events: at once, without any text, and no longer than the session."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestServer

from service.errors import Busy
from service.house import House
from tests.scenario.desk.conftest import Queue
from tests.support.desk_support import Browser, browsing, serving
from tests.support.house_support import HandClock
from tests.support.waiting import PATIENCE


async def read_until(response: ClientResponse, word: str) -> str:
    """What came until a word is seen."""
    seen = ""
    while word not in seen:
        line = await asyncio.wait_for(response.content.readline(), PATIENCE)
        assert line, seen
        seen += line.decode()
    return seen


async def test_a_new_request_and_its_words_are_told_by_id_only(
    amina: Browser, server: TestServer, queue: Queue, house: House
) -> None:
    async with amina.session.get(server.make_url("/desk/events")) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        await read_until(response, "ready")
        conversation = await queue("fr", "mon secret à moi")
        seen = await read_until(response, "event: queue")
        await house.visitors.typing(conversation)
        seen += await read_until(response, "event: typing")
        assert conversation in seen and "secret" not in seen


async def test_forgetting_is_told_at_once(
    amina: Browser, server: TestServer, queue: Queue, house: House
) -> None:
    conversation = await queue()
    async with amina.session.get(server.make_url("/desk/events")) as response:
        await read_until(response, "ready")
        await house.visitors.forget(conversation)
        assert conversation in await read_until(response, "event: forgotten") + (
            await read_until(response, "data:")
        )


async def test_the_end_of_the_server_does_not_wait_for_open_pages(house: House) -> None:
    async with serving(house) as server, browsing(server) as browser:
        await browser.sign_in("amina")
        response = await browser.session.get(server.make_url("/desk/events"))
        await read_until(response, "ready")
        await asyncio.wait_for(server.close(), PATIENCE)


async def test_signs_of_life_keep_a_counsellor_present(
    amina: Browser, house: House, clock: HandClock
) -> None:
    clock.forward(minutes=6)
    states = {one.counsellor.login: one.state for one in await house.presence.all()}
    assert states["amina"] == "away"
    await amina.get("/desk/pieces/queue", **{"X-Desk": "background"})
    states = {one.counsellor.login: one.state for one in await house.presence.all()}
    assert states["amina"] == "away"
    assert (await amina.post("/desk/presence/seen"))[0] == 204
    states = {one.counsellor.login: one.state for one in await house.presence.all()}
    assert states["amina"] == "online"


async def test_busy_is_said_and_shown(amina: Browser, house: House) -> None:
    _, page = await amina.post("/desk/presence", {"state": "busy", "next": "/desk/account"})
    assert 'data-state="busy"' in page and "Mot de passe" in page
    assert await house.presence.available() == 0
    assert (await amina.post("/desk/presence", {"state": "offline"}))[0] == 400


async def test_a_stream_ends_when_the_database_is_away(
    amina: Browser, server: TestServer, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser comes again; an error page in the midst of a stream helps nobody."""
    monkeypatch.setattr("desk.pages.live._HEARTBEAT", 0.05)

    async def away(*_: object, **__: object) -> None:
        raise Busy("away")

    async with amina.session.get(server.make_url("/desk/events")) as response:
        await read_until(response, "ready")
        monkeypatch.setattr(house.sign_in, "session", away)
        rest = await asyncio.wait_for(response.content.read(), PATIENCE)
        assert b"HTTP/1.1" not in rest and b"<html" not in rest
