"""A desk with two counsellors, and a way to be a visitor."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from service.house import House
from tests.support.desk_support import Browser, browsing, serving
from tests.support.house_support import HandClock, make_counsellor, make_house

Queue = Callable[..., Awaitable[str]]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def house(tmp_path: Path, clock: HandClock) -> AsyncIterator[House]:
    async with make_house(tmp_path, clock=clock) as house:
        amina = await make_counsellor(house, "amina")
        await house.people.change(amina.id, role="admin")
        await make_counsellor(house, "bram", languages=("nl",), online=False)
        yield house


@pytest.fixture
async def server(house: House) -> AsyncIterator[TestServer]:
    async with serving(house) as server:
        yield server


@pytest.fixture
async def amina(server: TestServer) -> AsyncIterator[Browser]:
    """An admin, signed in; pages in French."""
    async with browsing(server) as browser:
        await browser.sign_in("amina")
        yield browser


@pytest.fixture
async def bram(server: TestServer) -> AsyncIterator[Browser]:
    """A counsellor, signed in; pages in Dutch."""
    async with browsing(server) as browser:
        await browser.sign_in("bram")
        yield browser


@pytest.fixture
def queue(house: House) -> Queue:
    """A visitor who asks for a person; gives the id of the conversation."""

    async def wait(language: str = "fr", *said: str, ask: str = "person") -> str:
        started = await house.visitors.start(language)  # type: ignore[arg-type]
        for text in (*said, ask):
            await house.visitors.say(started.id, text=text)
        return started.id

    return wait
