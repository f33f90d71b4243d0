"""Too much, too long, too slow, too often: refused cheaply, and nobody else suffers."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from contextlib import AsyncExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.app import SLOW
from channels.web.bodies import LARGEST_BODY
from service.options import HouseOptions
from service.types import TurnInput, TurnResult
from tests.security.stage import Stage, visitor
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import make_house
from tests.support.waiting import PATIENCE


async def test_oversized_bodies_are_refused_everywhere(here: Stage) -> None:
    mine = await visitor(here)
    huge = b'{"text": "' + b"x" * (2 * LARGEST_BODY) + b'"}'
    for path in (
        "/api/conversations",
        f"{mine.path}/messages",
        f"{mine.path}/feedback",
        "/api/appointments",
        "/api/appointments/find",
        "/api/left-messages/read",
    ):
        status, _, _ = await here.ask("POST", path, token=mine.token, data=BytesIO(huge))
        assert status == 413, path
    login = BytesIO(b"login=" + b"x" * (512 * 1024))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await here.ask("POST", "/desk/sign-in", data=login, headers=form))[0] == 413
    assert (await mine.say("x" * 4001))[0] == 413
    assert (await mine.say("x" * 4000))[0] == 200


async def test_a_body_without_a_length_is_cut_off(here: Stage) -> None:
    mine = await visitor(here)

    async def endless() -> Any:
        for _ in range(10_000):
            yield b"x" * 4096

    path = f"{mine.path}/messages"
    try:
        status, _, _ = await here.ask("POST", path, token=mine.token, data=endless())
    except OSError:  # the server hung up on us while we were still talking
        status = 413
    assert status == 413


async def test_decompression_bombs_stay_small(here: Stage) -> None:
    """Forty megabytes of zeros in forty kilobytes: never unpacked beyond the limit."""
    mine = await visitor(here)
    plain = b'{"text": "' + b"0" * (40 * 1024 * 1024) + b'"}'
    for coding, packed in (("gzip", gzip.compress(plain)), ("deflate", zlib.compress(plain))):
        assert len(packed) < LARGEST_BODY
        headers = {"Content-Encoding": coding, "Content-Type": "application/json"}
        status, _, _ = await here.ask(
            "POST", f"{mine.path}/messages", token=mine.token, data=BytesIO(packed), headers=headers
        )
        assert status in {400, 413}, coding
    assert here.engine.seen == []


async def test_unreadable_bodies_are_400(here: Stage) -> None:
    mine = await visitor(here)
    deep = b'{"text":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
    bodies = (
        b"{", b"[]", b"null", b'"text"', b"\xff\xfe\x00", deep, b'{"text": 7}', b'{"text": null}',
        b'{"text": "a", "choice": "b"}', b'{"text": {"$gt": ""}}', b'{"choice": ["x"]}',
        b'{"text": NaN}', b'{"text": 1' + b"0" * 5000 + b"}",
    )  # fmt: skip
    for body in bodies:
        status, answer, _ = await here.ask(
            "POST", f"{mine.path}/messages", token=mine.token, data=body
        )
        assert status == 400, body[:40]
        assert json.loads(answer)["error"]["message"], body[:40]


async def test_control_characters_and_broken_characters_do_no_harm(here: Stage) -> None:
    mine = await visitor(here)
    for text in ("a\u0000b", "\ud800 half", "\u202eevil", "\x1b[31mred", "a\r\nSet-Cookie: x=1"):
        body = json.dumps({"text": text}).encode()
        status, answer, _ = await here.ask(
            "POST", f"{mine.path}/messages", token=mine.token, data=body
        )
        assert status == 200, repr(text)
        assert "\\u0000" not in answer
        assert "\\u001b" not in answer


async def test_large_headers_and_addresses_are_refused(here: Stage) -> None:
    for headers, path in (({"X-Long": "x" * 20_000}, "/"), ({}, "/?" + "x" * 20_000)):
        status, _, _ = await here.ask("GET", path, headers=headers)
        assert status in {400, 414, 431}


async def test_slow_clients_do_not_stop_the_others(here: Stage) -> None:
    """Slowloris: a hundred connections that say half a request, and one visitor."""
    host, port = here.server.host, here.server.port
    slow = [await asyncio.open_connection(host, port) for _ in range(100)]
    for _, writer in slow:
        writer.write(b"POST /api/conversations HTTP/1.1\r\nHost: x\r\nContent-Le")
    mine = await visitor(here)
    assert (await asyncio.wait_for(mine.say("bonjour"), PATIENCE))[0] == 200
    for _, writer in slow:
        writer.close()
    await asyncio.gather(*(writer.wait_closed() for _, writer in slow), return_exceptions=True)


async def test_clients_that_never_end_their_request_are_hung_up_on(here: Stage) -> None:
    """No byte, half the headers, half a body: all are closed; an open stream is not."""
    slow, mine = here.app[SLOW], await visitor(here)
    slow.header_time, slow.body_time, slow.look = 0.2, 0.2, 0.05
    half = "POST /api/conversations HTTP/1.1\r\nHost: x\r\nContent-Le"
    body = f"{half}ngth: 20\r\nContent-Type: application/json\r\n\r\n{{"
    runner = here.server.runner
    assert runner is not None
    assert runner.server is not None
    watch = asyncio.create_task(slow.watch(runner.server))
    url = here.server.make_url(f"{mine.path}/events")
    async with here.session.get(url, headers={"Authorization": f"Bearer {mine.token}"}) as events:
        await events.content.readline()
        for said in ("", half, body):
            reader, writer = await asyncio.open_connection(here.server.host, here.server.port)
            writer.write(said.encode())
            await asyncio.wait_for(reader.read(), PATIENCE)  # ends when the server hangs up
            writer.close()
        assert (await mine.say("bonjour"))[0] == 200
        assert not events.content.at_eof()
    watch.cancel()


async def test_one_conversation_cannot_flood_the_house(here: Stage) -> None:
    mine, other = await visitor(here), await visitor(here)
    statuses = [(await mine.say(f"encore {number}"))[0] for number in range(30)]
    assert statuses[:20] == [200] * 20
    assert 429 in statuses
    status, _, headers = await here.ask(
        "POST", f"{mine.path}/messages", token=mine.token, json={"text": "encore"}
    )
    assert (status, int(headers["Retry-After"]) >= 1) == (429, True)
    assert (await other.say("bonjour"))[0] == 200  # a neighbour behind the same address


async def test_a_class_behind_one_address_can_all_begin(here: Stage) -> None:
    """Sixty pupils at once from one school; a script that begins thousands is stopped."""
    pupils = [(await here.ask("POST", "/api/conversations", json={}))[0] for _ in range(60)]
    assert set(pupils) == {201}
    more = [(await here.ask("POST", "/api/conversations", json={}))[0] for _ in range(80)]
    assert 429 in more


async def test_a_forged_forwarding_header_brings_no_new_allowance(here: Stage) -> None:
    statuses = []
    for number in range(140):
        headers = {"X-Forwarded-For": f"203.0.{number}.7, 198.51.100.{number}"}
        statuses.append((await here.ask("POST", "/api/conversations", json={}, headers=headers))[0])
    assert 429 in statuses


async def test_the_engine_is_asked_for_so_many_turns_at_once_and_no_more(tmp_path: Path) -> None:
    """However many write at the same time, the house works on eight; the others wait their turn,
    and all are answered."""
    engine = Counting(delay=0.02)
    async with make_house(tmp_path, engine) as house:
        people = [await house.visitors.start("fr") for _ in range(40)]
        outcomes = await asyncio.gather(
            *(house.visitors.say(one.id, text="bonjour") for one in people)
        )
    assert [outcome.messages[-1].text for outcome in outcomes] == ["echo: bonjour"] * 40
    assert 1 < engine.most <= HouseOptions().turns_at_once


@dataclass
class Counting(FakeEngine):
    """Remembers how many turns it had at once."""

    under_way: int = 0
    most: int = 0

    async def respond(self, turn: TurnInput) -> TurnResult:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            return await super().respond(turn)
        finally:
            self.under_way -= 1


async def test_open_streams_have_a_bound_for_the_whole_process(
    here: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond it one is told to come back later; those that are open stay so."""
    monkeypatch.setattr("channels.web.events.MOST_OF_ALL", 2)
    people = [await visitor(here) for _ in range(3)]
    async with AsyncExitStack() as stack:
        streams = []
        for one in people:
            url = here.server.make_url(f"{one.path}/events")
            headers = {"Authorization": f"Bearer {one.token}"}
            streams.append(await stack.enter_async_context(here.session.get(url, headers=headers)))
            if streams[-1].status == 200:
                await streams[-1].content.readline()
        assert [stream.status for stream in streams] == [200, 200, 429]
        assert int(streams[-1].headers["Retry-After"]) >= 1
        assert not any(stream.content.at_eof() for stream in streams[:2])
