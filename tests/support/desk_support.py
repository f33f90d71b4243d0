"""The desk in a real aiohttp application, on a house with the fake engine."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from bot.http import add_headers, tell_errors
from desk.setup import DeskOptions, add_desk
from knowledge.loader import load_knowledge
from knowledge.model import Knowledge
from knowledge.vocabulary import THEMES
from service.events import Event
from service.house import House
from store.models import ConversationRow, HandoverRow, MessageRow
from tests.support.house_support import PASSWORD

_CSRF = re.compile(r'<meta name="csrf" content="([^"]+)">')
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@cache
def knowledge() -> Knowledge:
    """The articles, read once."""
    return load_knowledge()


def make_app(house: House, options: DeskOptions | None = None) -> web.Application:
    """The root application as the bot builds it, with the desk only."""
    app = web.Application(middlewares=[tell_errors])
    app.on_response_prepare.append(add_headers)
    add_desk(app, house, knowledge(), options or DeskOptions("http://test", secure_cookies=False))
    return app


@asynccontextmanager
async def serving(house: House, options: DeskOptions | None = None) -> AsyncIterator[TestServer]:
    """The desk behind a real socket."""
    server = TestServer(make_app(house, options))
    await server.start_server()
    try:
        yield server
    finally:
        await server.close()


@dataclass
class Browser:
    """A browser without scripts: cookies, forms, pages."""

    session: ClientSession
    server: TestServer
    csrf: str = ""

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text."""
        async with self.session.get(self.server.make_url(path), headers=headers) as response:
            return response.status, await self._read(response)

    async def post(self, path: str, fields: Mapping[str, str] = {}, **how: bool) -> tuple[int, str]:
        """Send a form; follows the redirect."""
        data = {"csrf": self.csrf, **fields}
        url = self.server.make_url(path)
        headers = {"X-Desk": "fetch"} if how.get("script") else {}
        async with self.session.post(url, data=data, headers=headers) as response:
            return response.status, await self._read(response)

    async def sign_in(self, login: str, password: str = PASSWORD) -> tuple[int, str]:
        """Through the form."""
        _, page = await self.get("/desk/sign-in")
        found = _TOKEN.search(page)
        assert found is not None
        fields = {"token": found[1], "login": login, "password": password}
        return await self.post("/desk/sign-in", fields)

    async def _read(self, response: ClientResponse) -> str:
        text = await response.text()
        found = _CSRF.search(text)
        self.csrf = found[1] if found else self.csrf
        return text


@asynccontextmanager
async def browsing(server: TestServer) -> AsyncIterator[Browser]:
    """A browser of its own, with its own cookies."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Browser(session, server)


async def many_waiting(house: House, count: int, *, first: int = 0) -> None:
    """Conversations in the queue, written at once: minutes old, in both languages, all themes.

    They are numbered from ``first``.
    """
    now = house.core.now()
    async with house.core.write() as session:
        for number in range(first, first + count):
            since, key = now - timedelta(minutes=number % 40), f"{number:032x}"
            row = ConversationRow(
                id=key, channel="web", token_hash=key, language=("fr", "nl")[number % 2],
                owner="waiting", version=0, last_seq=1, state={}, situations=[], tags=[],
                greeted=True, created_at=since, updated_at=since,
            )  # fmt: skip
            waiting = HandoverRow(
                conversation_id=key, reason="asked", urgent=False, created_at=since, read_seq=0,
                theme=THEMES[number % len(THEMES)], summary=f"Question {number} " + "mot " * 40,
            )  # fmt: skip
            message = MessageRow(
                conversation_id=key, seq=1, kind="text", author="visitor", language="fr",
                text="une question", data={}, at=since,
            )  # fmt: skip
            session.add(row)
            await session.flush()
            session.add_all([waiting, message])
    await house.bus.publish(Event("queue"))
