"""The database is locked, full or gone for a while: visitors are told, nothing is lost, and it
mends itself."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from service.keeping import _copy
from tests.faults.faults_support import FakeServer, Load, long_or_short, told
from tests.support.postgres import Cluster
from tests.support.waiting import until


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
    """No file of the server may grow any more: visitors are told in their language; then there
    is room again, and everything that was tried is answered once."""
    server = FakeServer(tmp_path).start()
    load = Load([server.url], 5)

    async def fill() -> None:
        assert server.process is not None
        await asyncio.sleep(1)
        files = (tmp_path / "var").glob("azimut.db*")
        full = max(file.stat().st_size for file in files) + 50_000
        _limit_files(server.process.pid, full)
        told_so = [await until(partial(_refused, server, one)) for one in ("fr", "nl")]
        assert told_so[0] != told_so[1]
        assert server.get("/health/live")[0] == 200
        await asyncio.sleep(1)
        _limit_files(server.process.pid, resource.RLIM_INFINITY)
        await asyncio.sleep(1)

    try:
        await load.run(fill())
    finally:
        server.stop()
    assert "busy" in server.output
    assert "Traceback" not in server.output
    told(disk="full", messages=load.said, slowest_seconds=round(load.slowest, 1))


def _limit_files(pid: int, size: int) -> None:
    """The largest file that a process may write, in bytes."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


async def _refused(server: FakeServer, language: str) -> str:
    """What somebody who wants to begin is told; empty when they can."""
    status, body = await asyncio.to_thread(
        server.post, "/api/conversations", {"language": language}, Accept_Language=language
    )
    if status in {201, 429}:
        return ""
    assert (status, body["error"]["code"]) == (503, "busy")
    return str(body["error"]["message"])


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
