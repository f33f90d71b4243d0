"""The desk and the chat on one real server, with a fake engine, for browsers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page
from sqlalchemy import update

from bot.http import add_headers, tell_errors
from bot.preview import preview
from channels.web.setup import WebOptions, add_web
from desk.setup import DeskOptions, add_desk
from service.house import House
from service.options import system_clock
from store.models import HandoverRow
from tests.support.desk_support import knowledge
from tests.support.house_support import PASSWORD, HandClock, make_counsellor, make_house

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_WHOLE_WEEK = tuple({"weekday": day, "from": "00:00", "until": "23:59"} for day in range(7))


class RealClock(HandClock):
    """Browsers have the time of the machine."""

    def __call__(self) -> datetime:
        return system_clock()


@dataclass
class Site:
    """A server that can be stopped and started again on its port."""

    house: House
    port: int = 0
    _runner: web.AppRunner | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Serve."""
        app = web.Application(middlewares=[tell_errors])
        app.on_response_prepare.append(add_headers)
        add_web(app, self.house, knowledge(), WebOptions(self.url))
        add_desk(
            app,
            self.house,
            knowledge(),
            DeskOptions(self.url, secure_cookies=False, preview=preview),
        )
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Serve no more; the house stays."""
        assert self._runner is not None
        await self._runner.cleanup()

    async def visitor(self, *said: str, language: str = "fr", minutes: float = 0) -> str:
        """A visitor who asks for a person and has waited for some minutes."""
        started = await self.house.visitors.start(language)  # type: ignore[arg-type]
        for text in (*said, "person"):
            await self.house.visitors.say(started.id, text=text)
        since = self.house.core.now() - timedelta(minutes=minutes)
        async with self.house.core.write() as session:
            await session.execute(
                update(HandoverRow)
                .where(HandoverRow.conversation_id == started.id)
                .values(created_at=since)
            )
        return started.id


@asynccontextmanager
async def making_site(folder: Path) -> AsyncIterator[Site]:
    """Amina (admin, French pages) and Bram (Dutch pages) at the desk; chat open all week."""
    async with make_house(folder, clock=RealClock()) as house:
        amina = await make_counsellor(house, "amina")
        await house.people.change(amina.id, role="admin", cap=20)
        bram = await make_counsellor(house, "bram")
        await house.people.change(bram.id, interface_language="nl")
        await house.settings.change(None, live_chat=_WHOLE_WEEK)
        site = Site(house)
        await site.start()
        try:
            yield site
        finally:
            await site.stop()


async def sign_in(
    browser: Browser, site: Site, login: str, **options: object
) -> tuple[BrowserContext, Page]:
    """A window of a counsellor; a problem on the page fails the test."""
    context = await browser.new_context(**options)  # type: ignore[arg-type]
    page = await context.new_page()
    page.on("pageerror", _fail)
    await page.goto(f"{site.url}/desk/sign-in")
    await page.locator("input[name=login]").fill(login)
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("button.primary").click()
    await page.locator("html[data-ready] #waiting-count").wait_for()
    return context, page


async def violations(page: Page) -> list[str]:
    """What axe finds, in short."""
    found = await Axe().run(page)
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]}"
        for one in found.response["violations"]
    ]


def _fail(error: object) -> None:
    raise AssertionError(f"a script failed: {error}")
