"""The platforms in the real application, configured or not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from bot.app import LARGEST_BODY, Parts, make_app
from bot.metrics import Metrics
from bot.platforms import load_platforms
from bot.settings import load_settings
from channels.graph.signature import HEADER, sign
from channels.standin.account import Account
from channels.standin.whatsapp_events import WhatsAppEvents
from knowledge.loader import load_knowledge
from store.models import InboxRow
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import HandClock, make_house

ACCOUNT = Account("whatsapp")


@asynccontextmanager
async def application(folder: Path, **given: str) -> AsyncIterator[tuple[TestClient, Parts]]:  # type: ignore[type-arg]
    """The whole application on a house of its own."""
    settings = load_settings({"AZIMUT_DATA_DIR": str(folder)})
    async with make_house(folder, started=False) as house:
        platforms = load_platforms(given)
        metrics = Metrics(CollectorRegistry())
        parts = Parts(settings, house, FakeEngine(), load_knowledge(), metrics, platforms)
        async with TestClient(TestServer(make_app(parts))) as client:
            yield client, parts


async def test_without_settings_there_is_no_webhook(tmp_path: Path) -> None:
    async with application(tmp_path) as (client, parts):
        assert (await client.get("/webhooks/whatsapp")).status == 404
        assert parts.house.outbox.senders == {}


async def test_a_notification_larger_than_other_bodies_is_taken(tmp_path: Path) -> None:
    given = ACCOUNT.environment("http://127.0.0.1:9")
    events = WhatsAppEvents(ACCOUNT, HandClock())
    batch = events.text("BE.1", "Bonjour")
    batch["entry"] = [
        entry for number in range(100) for entry in events.text(f"BE.{number}", "x" * 3000)["entry"]
    ]
    async with application(tmp_path, **given) as (client, parts):
        body = json.dumps(batch).encode()
        assert len(body) > LARGEST_BODY
        headers = {HEADER: sign(body, ACCOUNT.app_secret)}
        answer = await client.post("/webhooks/whatsapp", data=body, headers=headers)
        assert answer.status == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        async with parts.house.core.read() as session:
            assert await session.scalar(select(func.count()).select_from(InboxRow)) == 100
        refused = await client.post("/webhooks/whatsapp", data=body)
        assert refused.status == 401
        assert (await refused.json())["error"]["code"] == "unauthorized"
