"""Platforms that fail in every way, clocks that jump, a model that is broken, an engine that
dies."""

from __future__ import annotations

import asyncio
import os
import random
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from channels.standin.faults import Fault
from tests.faults.faults_support import (
    ANSWERED,
    SHORT,
    Load,
    long_or_short,
    told,
    turns_in_file,
)
from tests.scenario.channels.platform_support import person_of, shown, stage
from tests.support.house_support import HandClock, make_house
from tests.support.server import Server
from tests.support.waiting import until

FAULTS = (Fault.TOO_FAST, Fault.PAIR_RATE, Fault.SERVER_ERROR, Fault.CUT, Fault.BROKEN_GATEWAY)
KILLS = int(os.environ.get("AZIMUT_TEST_ENGINE_KILLS", "25"))


@pytest.mark.parametrize("platform", ["whatsapp", "messenger"])
async def test_a_platform_that_refuses_for_a_while_gets_everything_once(
    tmp_path: Path, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """429, passing errors, cut lines and lost answers at random: every answer arrives once, in
    order. Our own limit of messages to one person counts real seconds: it is out of the way."""
    monkeypatch.setattr(f"channels.{platform}.limits.PERSON_BURST", 10_000)
    kind = "whatsapp" if platform == "whatsapp" else "messenger"
    faults = [fault for fault in FAULTS if platform == "whatsapp" or fault is not Fault.PAIR_RATE]
    async with stage(tmp_path, kind) as here:  # type: ignore[arg-type]
        person, count = person_of(kind), long_or_short(100, 12)  # type: ignore[arg-type]
        for number in range(count):
            here.world.graph.faults.extend(random.choices(faults, k=random.randrange(3)))
            assert await here.world.write(person, f"question {number}") == 200
            for _ in range(40):
                await here.settle()
                if any(shown(sent).endswith(f"echo: question {number}") for sent in here.sent):
                    break
                here.clock.forward(seconds=400)
            here.world.graph.faults.clear()
        answers = [shown(sent).rpartition("\n")[2] for sent in here.sent]
        assert answers == [f"echo: question {number}" for number in range(count)]
    told(platform=platform, messages=count, sent=len(answers))


async def test_a_clock_that_jumps_breaks_no_conversation(tmp_path: Path) -> None:
    """An hour back (a wrong time server), a day forward, and both again."""
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        started = await house.visitors.start("fr")
        for number, hours in enumerate((0, -1, 24, -25, 48, -47, 0, -1, 1)):
            clock.forward(hours=hours)
            outcome = await asyncio.wait_for(
                house.visitors.say(started.id, text=f"question {number}"), 10
            )
            assert outcome.messages[-1].text == f"echo: question {number}"
        views = await house.visitors.messages(started.id)
        assert [view.seq for view in views] == list(range(1, len(views) + 1))
        assert (await house.keeping.purge()).conversations == 0
        clock.forward(hours=-1)
        await house.keeping.sweep()
        with pytest.raises(Exception, match="unknown account"):
            await house.sign_in.sign_in("nobody", "x")


@pytest.mark.model
@pytest.mark.skipif(SHORT, reason="loads Rasa again and again: long form only")
@pytest.mark.parametrize("half", ["first", "second"])  # 25 kills each
async def test_the_engine_host_is_killed_under_load(model: Path, tmp_path: Path, half: str) -> None:
    """The host and its workers die, the web process lives: turns wait, or a person takes over;
    every message has one answer, and the engine comes back."""
    server = Server(tmp_path, model, module="tests.faults.quick_serve").start()
    load = Load([server.url], 3, pause=0.3, echoed=False)
    ready: list[float] = []

    async def kill() -> None:
        for _ in range(KILLS):
            await asyncio.sleep(0.5 + random.random())
            for child in psutil.Process(server.process.pid).children(recursive=True):  # type: ignore[union-attr]
                child.kill()
            began = time.monotonic()
            await asyncio.sleep(1)
            assert server.get("/health/live")[0] == 200
            await asyncio.to_thread(server.wait_ready)
            ready.append(time.monotonic() - began)

    try:
        await load.run(kill())
    finally:
        server.stop()
    assert server.output.count("engine.host_ended") == KILLS
    assert "Traceback" not in server.output
    turns = turns_in_file(tmp_path, ANSWERED)
    assert turns["accepted"] == turns["committed"] == load.said
    assert turns["answered"] + turns["left_to_a_person"] == load.said
    assert turns["double"] == 0
    told(real_engine_kills=KILLS, half=half, conversations=len(load.visitors), messages=load.said,
         **turns, sent_again=load.retries, slowest_seconds=round(load.slowest, 1),
         slowest_ready=round(max(ready), 1))  # fmt: skip


async def test_a_corrupt_model_file_is_told_and_visitors_reach_a_person(tmp_path: Path) -> None:
    """The web process stays; one clear line; the visitor is told in their language, and queued, or
    out of hours offered what needs nobody."""
    broken = tmp_path / "azimut-broken.tar.gz"
    broken.write_bytes(b"\x1f\x8b" + random.randbytes(5000))
    (tmp_path / "server").mkdir()
    server = Server(tmp_path / "server", broken).start(wait=False)
    try:
        for _ in range(900):
            await asyncio.sleep(0.1)
            if "cannot be loaded" in server.output:
                break
        line = next(line for line in server.output.splitlines() if "cannot be loaded" in line)
        assert line.startswith("azimut: ")
        assert "azimut train" in line
        assert server.get("/health/live")[0] == 200
        assert server.get("/health/ready")[0] == 503
        _, body = server.post("/api/conversations", {"language": "nl"})
        path = f"/api/conversations/{body['id']}/messages"
        status, _ = await asyncio.to_thread(server.post, path, {"text": "hallo"}, body["token"])
        assert status in {200, 202}

        async def answer() -> Any:
            told_so = server.get(f"{path}?after=0", body["token"])[1]["messages"]
            answered = "visitor" in {message["author"] for message in told_so}
            return told_so[-1] if answered else None  # written with its answer

        said = await until(answer)
        assert (said["language"], "112" in said["text"]) == ("nl", True)
        state = server.get(f"/api/conversations/{body['id']}", body["token"])[1]
        open_now = server.get("/api/hours")[1]["open_now"]
        assert state["owner"] == "waiting" or (said["choices"] and not open_now)
    finally:
        server.stop()
