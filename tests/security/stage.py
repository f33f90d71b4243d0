"""The whole application as it is served, on a house with the fake engine, to be attacked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from prometheus_client import CollectorRegistry

from bot.app import Parts, make_app
from bot.metrics import Metrics
from bot.platforms import load_platforms
from bot.settings import load_settings
from channels.standin.account import Account
from knowledge.loader import load_knowledge
from knowledge.model import Knowledge
from service.house import House
from tests.support.desk_support import Browser
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import HandClock, make_counsellor, make_house

WHATSAPP, MESSENGER = Account("whatsapp"), Account("messenger")
NOBODY = "http://127.0.0.1:9"  # where no platform answers
DATABASE = "azimut.sqlite3"
FEW = 8  # articles: enough for pages, quick to index


@cache
def few_articles() -> Knowledge:
    """The real knowledge, but only some articles of it."""
    whole = load_knowledge()
    return replace(whole, articles=dict(islice(whole.articles.items(), FEW)))


@dataclass
class Stage:
    """The running application and what stands behind it."""

    app: web.Application
    server: TestServer
    session: ClientSession
    house: House
    engine: FakeEngine
    clock: HandClock
    folder: Path

    async def ask(
        self, method: str, path: str, *, token: str = "", json: Any = None, **more: Any
    ) -> tuple[int, str, Mapping[str, str]]:
        """Status, text and headers; redirects are not followed."""
        headers = {**more.pop("headers", {})}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = more.pop("url", None) or self.server.make_url(path)
        async with self.session.request(
            method, url, json=json, headers=headers, allow_redirects=False, **more
        ) as response:
            text = (await response.read()).decode("utf-8", "replace")
            return response.status, text, response.headers

    async def reads(self, path: str, **more: Any) -> str:
        """The text of a page that must be there."""
        status, text, _ = await self.ask("GET", path, **more)
        assert status == 200, (path, status)
        return text

    @property
    def written(self) -> bytes:
        """Everything that the database has on disk."""
        return b"".join(path.read_bytes() for path in self.folder.glob("azimut.sqlite3*"))


@asynccontextmanager
async def stage(folder: Path, **environment: str) -> AsyncIterator[Stage]:
    """Everything mounted: web, desk, both platforms, health. ``amina`` is an admin, ``bram`` a
    counsellor; both are there and free for appointments."""
    engine, clock = FakeEngine(), HandClock()
    given = {"AZIMUT_DATA_DIR": str(folder), **environment}
    platforms = WHATSAPP.environment(NOBODY) | MESSENGER.environment(NOBODY)
    (folder / DATABASE).write_bytes(await _furnished())
    async with make_house(folder, engine, clock=clock, started=False) as house:
        app = make_app(
            Parts(
                load_settings(given),
                house,
                engine,
                few_articles(),
                Metrics(CollectorRegistry()),
                load_platforms(platforms),
            )
        )
        async with (
            TestServer(app) as server,
            ClientSession(cookie_jar=CookieJar(unsafe=True)) as session,
        ):
            assert isinstance(server, TestServer)
            yield Stage(app, server, session, house, engine, clock, folder)


async def _furnished() -> bytes:
    """A database with its people, made once and copied: migrating takes half a second."""
    if not _MADE:
        with TemporaryDirectory() as folder:
            async with make_house(Path(folder), started=False) as house:
                amina = await make_counsellor(house, "amina")
                await house.people.change(amina.id, role="admin")
                await make_counsellor(house, "bram")
            _MADE.append((Path(folder) / DATABASE).read_bytes())
    return _MADE[0]


_MADE: list[bytes] = []


@asynccontextmanager
async def browser(stage: Stage, login: str = "") -> AsyncIterator[Browser]:
    """A browser with cookies of its own; signed in when a login is given."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        opened = Browser(session, stage.server)
        if login:
            status, _ = await opened.sign_in(login)
            assert status == 200
        yield opened


@dataclass(frozen=True)
class Visitor:
    """A visitor's conversation."""

    stage: Stage
    id: str
    token: str

    @property
    def path(self) -> str:
        """Where it lives."""
        return f"/api/conversations/{self.id}"

    async def say(self, text: str, **more: Any) -> tuple[int, str]:
        """Write something: status and answer."""
        status, body, _ = await self.stage.ask(
            "POST", f"{self.path}/messages", token=self.token, json={"text": text}, **more
        )
        return status, body


async def visitor(stage: Stage, language: str = "fr") -> Visitor:
    """Somebody begins a conversation on the web."""
    started = await stage.house.visitors.start(language)  # type: ignore[arg-type]
    return Visitor(stage, started.id, started.token)


def routes(app: web.Application, under: str) -> list[tuple[str, str]]:
    """Method and path pattern of every route under a prefix; HEAD follows GET."""
    return sorted(
        {
            (route.method, route.resource.canonical)
            for route in app.router.routes()
            if route.resource is not None
            and route.resource.canonical.startswith(under)
            and route.method != "HEAD"
        }
    )


def filled(pattern: str, **values: str) -> str:
    """A path for a pattern: known parts by name, else ``1``."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], "1"), pattern)
