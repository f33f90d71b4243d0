"""The door: who may knock, how fast it answers, and what it never does."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from channels.graph.signature import sign
from channels.graph.webhook import LARGEST_BODY
from channels.standin.account import Platform
from channels.standin.caller import Caller
from service.inbox import InboundMessage
from service.types import TurnInput, TurnResult
from store.models import InboxRow, SeenRow
from tests.scenario.channels.platform_support import PATIENCE, Stage, person_of, stage
from tests.support.counting import statements
from tests.support.fake_engine import FakeEngine

MOST_STATEMENTS = 4  # seen, whose conversation, the conversation, the message
BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])


@dataclass
class Pondering(FakeEngine):
    """Thinks until it is told that it is done."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def respond(self, turn: TurnInput) -> TurnResult:
        """One turn."""
        self.asked.set()
        await self.done.wait()
        return await super().respond(turn)


def body_of(on: Stage, words: str = "Bonjour") -> bytes:
    """A notification, as bytes."""
    person = person_of(on.world.account.platform)
    return json.dumps(on.world.events.text(person, words)).encode()


@BOTH
async def test_the_handshake(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        right = await on.world.caller.verify(on.world.account.verify_token, "11<b>58")
        assert right == (200, "11<b>58")
        status, text = await on.world.caller.verify("wrong")
        assert status == 403
        assert "1158" not in text


@BOTH
async def test_forged_unsigned_and_altered_bodies_are_refused(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        body = body_of(on, "Ça marche ? 👍")
        secret = on.world.account.app_secret
        good = sign(body, secret)
        call = on.world.caller.call_raw
        assert await call(body, None) == 401
        assert await call(body, "") == 401
        assert await call(body, sign(body, "another secret")) == 401
        assert await call(body, good.removeprefix("sha256=")) == 401
        assert await call(body, good.replace("sha256=", "sha1=")) == 401
        assert await call(body, good.upper()) == 401
        assert await call(body, "sha256=" + "é" * 64) == 401
        assert await call(body + b" ", good) == 401
        assert await call(body.replace(b"marche", b"Marche"), good) == 401
        assert await on.rows(SeenRow) == []
        assert await call(body, good) == 200


@BOTH
async def test_the_signature_counts_over_the_raw_bytes(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        pretty = json.dumps(json.loads(body_of(on, "é👍/")), indent=3, ensure_ascii=False).encode()
        secret = on.world.account.app_secret
        on.world.graph.last_written[person_of(platform)] = on.clock.now
        assert await on.world.caller.call_raw(pretty, sign(pretty, secret)) == 200
        await on.settle()
        assert await on.written() == ["é👍/"]


@BOTH
async def test_during_a_change_of_secret_both_are_good(tmp_path: Path, platform: Platform) -> None:
    key = f"AZIMUT_{platform.upper()}_APP_SECRET"
    async with stage(tmp_path, platform, settings={key: "standin-app-secret older-secret"}) as on:
        body = body_of(on)
        assert await on.world.caller.call_raw(body, sign(body, "older-secret")) == 200


@BOTH
@pytest.mark.parametrize("body", [b" ", b"[]", b"null", b"{", b"\xff\xfe", b'"x"', b"[" * 99999])
async def test_what_is_signed_is_answered_200_even_if_unreadable(
    tmp_path: Path, platform: Platform, body: bytes
) -> None:
    async with stage(tmp_path, platform) as on:
        assert await on.world.caller.call_raw(body, sign(body, on.world.account.app_secret)) == 200


@BOTH
async def test_a_body_beyond_the_limit_is_refused(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        huge = b" " * (LARGEST_BODY + 1)
        signature = sign(huge, on.world.account.app_secret)
        assert await on.world.caller.call_raw(huge, signature) in (413, 0)


@BOTH
async def test_a_batch_is_one_commit_and_its_second_delivery_changes_nothing(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform, reports=False) as on:
        one, two = (on.world.events.text(person_of(platform), word) for word in ("un", "deux"))
        both = one | {"entry": one["entry"] + two["entry"]}
        on.world.graph.last_written[person_of(platform)] = on.clock.now
        for _ in range(3):
            assert await on.world.caller.call(both) == 200
        await on.settle()
        assert await on.written() == ["un", "deux"]
        assert len(on.sent) == 2


@BOTH
async def test_a_redelivery_after_forgetting_revives_nothing(
    tmp_path: Path, platform: Platform
) -> None:
    person = person_of(platform)
    async with stage(tmp_path, platform) as on:
        hello = on.world.events.text(person, "Bonjour")
        await on.world.happen(person, hello)
        await on.settle()
        await on.world.write(person, "forget")
        await on.settle()
        before = len(on.sent)
        assert await on.world.caller.call(hello) == 200
        await on.settle()
        assert len(on.sent) == before
        assert await on.rows(InboxRow) == []


@BOTH
async def test_it_answers_before_the_turn_is_taken(tmp_path: Path, platform: Platform) -> None:
    engine = Pondering()
    async with stage(tmp_path, platform, engine=engine) as on:
        for number in range(5):
            assert await on.world.write(person_of(platform), f"question {number}") == 200
        await asyncio.wait_for(engine.asked.wait(), PATIENCE)
        assert await on.written() == []
        engine.done.set()
        await on.settle()
        assert await on.written() == [f"question {number}" for number in range(5)]


@BOTH
async def test_little_is_done_before_the_200(tmp_path: Path, platform: Platform) -> None:
    """Counted, not timed: each statement is a trip to the database while Meta waits."""
    engine = Pondering()
    async with stage(tmp_path, platform, engine=engine) as on:
        new, known = person_of(platform), "somebody"
        message = InboundMessage(
            platform, on.world.account.ids[0], known, known, "m.1", on.clock.now, "un"
        )
        await on.house.inbox.accept(message)
        await asyncio.wait_for(engine.asked.wait(), PATIENCE)  # its turn needs nothing now
        with statements(on.house) as again:
            await on.house.inbox.accept(message)
        assert len(again) == 1
        for number, person in enumerate((known, new)):
            with statements(on.house) as sent:
                await on.house.inbox.accept(
                    replace(message, person=person, platform_message_id=f"m.new.{number}")
                )
            written = [statement.startswith("INSERT INTO inbox") for statement in sent]
            assert written.index(True) < MOST_STATEMENTS, sent
        engine.done.set()


async def test_nobody_at_the_door_is_told_apart(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        stranger = Caller(f"{on.world.graph.url}/nothing", "x")
        assert await stranger.call({}) == 404
        await stranger.close()
