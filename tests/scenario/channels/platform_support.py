"""A house with a platform on it, against the stand-in, over real HTTP on both sides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer, unused_port
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.http import tell_errors
from channels.messenger.settings import load_messenger
from channels.messenger.setup import add_messenger
from channels.standin.account import Account, Platform
from channels.standin.server import Sent
from channels.standin.world import World
from channels.whatsapp.settings import load_whatsapp
from channels.whatsapp.setup import add_whatsapp
from service.house import House
from service.options import HouseOptions
from store.models import ConversationRow, InboxRow, MessageRow, OutboxRow
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import HandClock, make_house

ANNA = "BE.13491208655302741918"
BILAL = "BE.99491208655302741777"
PSID = "4912086553027419"
NUMBER = "106540352242922"  # of ours, or a page
PATIENCE = 60.0  # seconds


def person_of(platform: Platform) -> str:
    """Somebody on this platform."""
    return ANNA if platform == "whatsapp" else PSID


@dataclass
class Stage:
    """A running house with one platform."""

    house: House
    world: World
    clock: HandClock
    engine: FakeEngine
    server: BaseTestServer

    async def settle(self) -> None:
        """Until every message is answered and everything due has been sent."""
        await asyncio.wait_for(self._settled(), PATIENCE)

    async def _settled(self) -> None:
        while await self._waiting() or await self.house.dispatcher.send_due():
            pass

    async def _waiting(self) -> bool:
        async with self.house.core.read() as session:
            found = await session.scalar(
                select(func.count()).select_from(InboxRow).where(InboxRow.done_at.is_(None))
            )
        if found:
            await asyncio.sleep(0.01)
        return bool(found)

    async def reported(self, status: str) -> None:
        """Until every row of the outbox has this status."""
        for _ in range(500):
            if {row.status for row in await self.rows(OutboxRow)} <= {status}:
                return
            await asyncio.sleep(0.01)
        raise AssertionError([row.status for row in await self.rows(OutboxRow)])

    async def rows(self, model: Any) -> list[Any]:
        """All rows of a table."""
        async with self.house.core.read() as session:
            return list(await session.scalars(select(model)))

    async def conversation(self) -> ConversationRow:
        """The only conversation."""
        (row,) = await self.rows(ConversationRow)
        assert isinstance(row, ConversationRow)
        return row

    async def written(self) -> list[str]:
        """What visitors wrote, as the house keeps it."""
        rows = await self.rows(MessageRow)
        return [row.text for row in rows if row.author == "visitor"]

    @property
    def sent(self) -> list[Sent]:
        """What people received."""
        return self.world.graph.sent


@asynccontextmanager
async def stage(
    folder: Path,
    platform: Platform,
    *,
    engine: FakeEngine | None = None,
    reports: bool = True,
    options: HouseOptions | None = None,
    settings: Mapping[str, str] | None = None,
    started: bool = False,
    ids: tuple[str, ...] = (NUMBER,),
) -> AsyncIterator[Stage]:
    """Everything running; unless ``started`` the outbox moves only when ``settle`` sends what is
    due. At the end no request may have broken a limit of the platform, and no sign of ours may
    have failed by a mistake."""
    clock, engine = HandClock(), engine or FakeEngine()
    account, port = Account(platform, ids), unused_port()
    world = World(
        account, f"http://127.0.0.1:{port}/webhooks/{platform}", clock=clock, reports=reports
    )
    environment = account.environment(await world.graph.start()) | dict(settings or {})
    try:
        with capture_logs() as lines:
            async with make_house(
                folder, engine, clock=clock, options=options, started=started
            ) as house:
                app = web.Application(middlewares=[tell_errors])
                mount(app, house, environment)
                async with TestServer(app, port=port) as server:
                    yield Stage(house, world, clock, engine, server)
    finally:
        await world.close()
    assert [str(refusal) for refusal in world.graph.refused] == []
    mistakes = [line for line in lines if line["event"] == "sign.failed"]
    assert not mistakes, mistakes


def mount(app: web.Application, house: House, environment: dict[str, str]) -> None:
    """The platform of the settings."""
    whatsapp = load_whatsapp(environment)
    messenger = load_messenger(environment)
    if whatsapp is not None:
        add_whatsapp(app, house, whatsapp)
    if messenger is not None:
        add_messenger(app, house, messenger)


def shown(sent: Sent) -> str:
    """The text that a person sees of a message."""
    request = sent.request
    if "message" in request:
        return str(request["message"]["text"])
    if request["type"] == "text":
        return str(request["text"]["body"])
    if request["type"] == "interactive":
        return str(request["interactive"]["body"]["text"])
    return f"template {request['template']['name']} {request['template']['language']['code']}"


def offered(sent: Sent) -> list[tuple[str, str]]:
    """What can be picked: (id, title)."""
    request = sent.request
    if "message" in request:
        replies = request["message"].get("quick_replies", [])
        return [(reply["payload"], reply["title"]) for reply in replies]
    action = request.get("interactive", {}).get("action", {})
    buttons = [button["reply"] for button in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return [(item["id"], item["title"]) for item in (*buttons, *rows)]
