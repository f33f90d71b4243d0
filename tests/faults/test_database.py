"""The database is locked, full or gone for a while: visitors are told, nothing is lost, and it
mends itself."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from service.house import House
from service.keeping import _copy
from tests.faults.faults_support import FakeServer, Load, long_or_short, told
from tests.security.stage import Stage, stage, visitor
from tests.support.postgres import Cluster


async def test_locked_for_a_while(tmp_path: Path) -> None:
    """Another program holds SQLite's write lock for 30 s (CI: 18 s, longer than the driver's
    own patience): everything is answered afterwards, once."""
    server = FakeServer(tmp_path).start()
    load = Load([server.url], 5)
    held = long_or_short(30, 18)

    def hold() -> None:
        database = sqlite3.connect(tmp_path / "var" / "azimut.db", isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        time.sleep(held)
        database.execute("COMMIT")
        database.close()

    async def lock() -> None:
        await asyncio.sleep(1)
        await asyncio.to_thread(hold)
        await asyncio.sleep(1)

    try:
        await load.run(lock())
        assert server.get("/health/live")[0] == 200
    finally:
        server.stop()
    assert "Traceback" not in server.output
    told(locked_seconds=held, messages=load.said, slowest_seconds=round(load.slowest, 1))


async def test_the_disk_is_full(tmp_path: Path) -> None:
    """No page can be added: a clear answer in the visitor's language, then service restored."""
    async with stage(tmp_path) as here:
        mine = await visitor(here, "nl")
        assert (await mine.say("hallo"))[0] == 200
        await _limit_pages(here.house, full=True)
        status, answer = await _until(here, mine.path, mine.token, 503)
        error = json.loads(answer)["error"]
        assert error["code"] == "busy"
        assert error["message"]
        french = {"Accept-Language": "fr"}
        for _ in range(50):  # until the room that is left is used up
            status, other, _ = await here.ask(
                "POST", "/api/conversations", json={"language": "fr"}, headers=french
            )
            if status != 201:
                break
        assert (status, json.loads(other)["error"]["message"] != error["message"]) == (503, True)
        before = await here.house.visitors.messages(mine.id)  # reading goes on
        await _limit_pages(here.house, full=False)
        assert (await mine.say("en nu?"))[0] == 200
        after = await here.house.visitors.messages(mine.id)
        assert len(after) >= len(before) + 2
        assert len({view.seq for view in after}) == len(after)


async def _limit_pages(house: House, *, full: bool) -> None:
    """SQLite's own way to be out of room."""
    async with house.core.database.writer.connect() as connection:
        used = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
        limit = used if full else 1_000_000
        await connection.execute(text(f"PRAGMA max_page_count = {limit}"))


async def _until(here: Stage, path: str, token: str, wanted: int) -> tuple[int, str]:
    """Write until the free pages are used up."""
    for number in range(200):
        here.clock.forward(seconds=5)
        body = {"text": f"nog een {number} " + "x" * 3000}
        status, answer, _ = await here.ask("POST", f"{path}/messages", token=token, json=body)
        if status == 429:
            await asyncio.sleep(0.5)
        if status == wanted:
            return status, answer
        assert status in {200, 202, 429}, answer
    raise AssertionError("the disk was never full")


async def test_postgresql_is_gone_for_a_while(postgres: Cluster, tmp_path: Path) -> None:
    """The database server is stopped at once, as by a power cut, and comes back."""
    gone = long_or_short(30, 5)
    server = FakeServer(tmp_path, extra={"AZIMUT_DATABASE_URL": postgres.url()}).start()
    load = Load([server.url], 5)

    async def restart() -> None:
        await asyncio.sleep(2)
        await asyncio.to_thread(_stop, postgres)
        await asyncio.sleep(gone)
        await asyncio.to_thread(_start, postgres)
        await asyncio.sleep(3)

    try:
        await load.run(restart())
        assert server.get("/health/live")[0] == 200
    finally:
        server.stop()
    assert "Traceback" not in server.output
    told(gone_seconds=gone, messages=load.said, slowest_seconds=round(load.slowest, 1))


def _stop(cluster: Cluster) -> None:
    cluster.run("pg_ctl", "-D", str(cluster.folder / "data"), "-m", "immediate", "-w", "stop")


def _start(cluster: Cluster) -> None:
    folder = cluster.folder
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    data = str(folder / "data")
    cluster.run("pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")


async def test_a_backup_made_under_load_restores(tmp_path: Path) -> None:
    """`azimut db backup` while visitors write; a server on the copy goes on where it was."""
    (tmp_path / "first").mkdir()
    server = FakeServer(tmp_path / "first").start()
    target = tmp_path / "copy.sqlite3"
    load = Load([server.url], 5)
    seen: list[Any] = []

    async def copy() -> None:
        await asyncio.sleep(1)
        await asyncio.to_thread(_copy, tmp_path / "first" / "var" / "azimut.db", target)
        seen.extend((one.id, one.token, one.said) for one in load.visitors)

    try:
        await load.run(copy())
    finally:
        server.stop()
    second = tmp_path / "second"
    (second / "var").mkdir(parents=True)
    target.rename(second / "var" / "azimut.db")
    key = tmp_path / "first" / "var" / "secret.key"
    (second / "var" / "secret.key").write_bytes(key.read_bytes())
    restored = FakeServer(second).start()
    try:
        for conversation, token, _ in seen:
            path = f"/api/conversations/{conversation}/messages"
            status, body = restored.get(f"{path}?after=0", token)
            assert status == 200
            assert [m["seq"] for m in body["messages"]] == list(range(1, len(body["messages"]) + 1))
            assert restored.post(path, {"text": "encore là ?"}, token)[0] == 200
    finally:
        restored.stop()
