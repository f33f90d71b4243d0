"""Figures for the operator: complete, for nobody else, and about nobody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from bot.health import _may_read
from bot.metrics import Metrics, TimedEngine
from channels.graph.signature import sign
from channels.standin.whatsapp_events import WhatsAppEvents
from service.errors import EngineUnavailable
from service.types import Snapshot, TurnInput
from tests.security.stage import WHATSAPP, Stage, stage, visitor
from tests.security.test_webhooks import call, settled
from tests.support.fake_engine import FakeEngine

TOKEN = "a-token-of-the-operator"


async def numbers(here: Stage, **headers: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """All samples by name and label values."""
    status, text, _ = await here.ask("GET", "/metrics", headers=headers)
    assert status == 200
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_metrics_are_for_the_operator_only(tmp_path: Path) -> None:
    async with stage(tmp_path, AZIMUT_METRICS_TOKEN=TOKEN) as here:
        for given in ("", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x"):
            headers = {"Authorization": given} if given else {}
            assert (await here.ask("GET", "/metrics", headers=headers))[0] == 404
        assert (await here.ask("GET", f"/metrics?token={TOKEN}"))[0] == 404
        assert (await here.ask("GET", "/metrics", token=TOKEN))[0] == 200


async def test_without_a_token_only_this_machine_and_no_proxy(here: Stage) -> None:
    assert (await here.ask("GET", "/metrics"))[0] == 200
    forwarded = {"X-Forwarded-For": "203.0.113.7"}
    assert (await here.ask("GET", "/metrics", headers=forwarded))[0] == 404


async def test_queues_and_their_ages_are_told(here: Stage) -> None:
    mine, urgent = await visitor(here), await visitor(here)
    await mine.say("person")
    await urgent.say("help me")
    maker: Any = WhatsAppEvents(WHATSAPP, here.clock)
    body = json.dumps(maker.text("32475001122", "bonjour")).encode()
    await call(here, WHATSAPP, body, sign(body, WHATSAPP.app_secret))
    await settled(here)
    here.clock.forward(seconds=90)
    found = await numbers(here)
    assert found["azimut_queue_waiting", ("false",)] == 1
    assert found["azimut_queue_waiting", ("true",)] == 1
    assert found["azimut_queue_oldest_seconds", ("false",)] >= 90
    assert found["azimut_inbox_waiting", ()] == 0
    assert found["azimut_engine_up", ()] == 1
    assert found["azimut_database_up", ()] == 1
    assert found["azimut_model_info", ("none",)] == 1
    rows = {labels for name, labels in found if name == "azimut_outbox_rows"}
    assert {channel for channel, _ in rows} == {"whatsapp"}


async def test_what_is_down_is_told(here: Stage) -> None:
    here.engine.down = True
    mine = await visitor(here)
    await mine.say("bonjour")
    found = await numbers(here)
    assert found["azimut_engine_up", ()] == 0
    assert found["azimut_alarm", ("engine",)] == 1


async def test_requests_are_counted_by_route_and_never_by_address(here: Stage) -> None:
    mine = await visitor(here)
    await mine.say("bonjour")
    await here.ask("GET", f"/nowhere/{mine.id}")
    await here.ask("GET", f"{mine.path}", token="wrong")
    _, text, _ = await here.ask("GET", "/metrics")
    assert mine.id not in text
    found = await numbers(here)
    route = "/api/conversations/{id}"
    assert found["azimut_http_request_seconds_count", ("POST", f"{route}/messages", "200")] == 1
    assert found["azimut_http_request_seconds_count", ("GET", route, "404")] == 1
    assert found["azimut_http_request_seconds_count", ("GET", "(none)", "404")] == 1


async def test_turns_are_timed_and_failures_counted() -> None:
    registry, engine = CollectorRegistry(), FakeEngine()
    timed = TimedEngine(engine, Metrics(registry))
    turn = TurnInput("lu", None, "web", {}, Snapshot(now="2026-01-07T10:00:00+01:00", slots=()))
    await timed.respond(turn)
    engine.down = True
    with pytest.raises(EngineUnavailable):
        await timed.respond(turn)
    assert registry.get_sample_value("azimut_engine_turn_seconds_count") == 1
    reason = {"reason": "EngineUnavailable"}
    assert registry.get_sample_value("azimut_engine_turn_errors_total", reason) == 1
    assert not await timed.ready()


@pytest.mark.parametrize(
    ("remote", "headers", "allowed"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("192.0.2.7", {}, False),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, False),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, False),
    ],
)
def test_without_a_token_only_this_machine_may_read(
    remote: str, headers: dict[str, str], allowed: bool
) -> None:
    request = make_mocked_request("GET", "/metrics", headers=headers).clone(remote=remote)
    assert _may_read(request, "") is allowed
    assert not _may_read(request, "a token")
