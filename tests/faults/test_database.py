"""The database is locked, full or gone for a while: visitors are told, nothing is lost, and it
mends itself."""

from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.faults.faults_support import (
    BUSY,
    FakeServer,
    Load,
    Persistent,
    long_or_short,
    told,
)
from tests.support.postgres import Cluster
from tests.support.server import PROJECT
from tests.support.waiting import until


async def test_locked_for_a_while(tmp_path: Path) -> None:
    """Another program holds SQLite's write lock for 30 s (CI: 16 s, longer than a writer's own
    patience) and until somebody was told so: everything is answered afterwards, once."""
    server = FakeServer(tmp_path).start()
    load = Load([server.url], 6)
    held = long_or_short(30, 16)

    async def lock() -> None:
        await asyncio.sleep(1)
        database = sqlite3.connect(tmp_path / "var" / "azimut.db", isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        await asyncio.sleep(held)
        await until(partial(_refusals, load))
        database.execute("COMMIT")
        database.close()
        await asyncio.sleep(1)

    try:
        await load.run(lock())
        assert server.get("/health/live")[0] == 200
    finally:
        server.stop()
    assert load.refused <= BUSY
    assert "database is locked" in server.output
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
    assert load.refused <= BUSY
    assert "disk is full" in server.output or "disk I/O error" in server.output
    assert "Traceback" not in server.output
    told(disk="full", messages=load.said, slowest_seconds=round(load.slowest, 1))


async def _refusals(load: Load, languages: int = 1) -> bool:
    """Whether people of so many languages were refused."""
    return len({language for language, *_ in load.refused}) >= languages


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
    """The database server is stopped at once, as by a power cut, and comes back when visitors
    were told so in both languages."""
    gone = long_or_short(30, 5)
    server = FakeServer(tmp_path, extra={"AZIMUT_DATABASE_URL": postgres.url()}).start()
    load = Load([server.url], 6)

    async def restart() -> None:
        await asyncio.sleep(2)
        await asyncio.to_thread(_stop, postgres)
        await asyncio.sleep(gone)
        await until(lambda: _refusals(load, 2))
        await asyncio.to_thread(_start, postgres)
        await asyncio.sleep(3)

    try:
        await load.run(restart())
        assert server.get("/health/live")[0] == 200
    finally:
        server.stop()
    assert load.refused == BUSY
    assert "database unavailable" in server.output
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
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    (second / "var").mkdir(parents=True)
    server = FakeServer(first).start()
    seen = await _while_they_write(server, partial(_backup, first, second / "var" / "azimut.db"))
    key = (first / "var" / "secret.key").read_bytes()
    (second / "var" / "secret.key").write_bytes(key)
    _goes_on(FakeServer(second), seen)


async def test_a_dump_of_postgresql_restores(postgres: Cluster, tmp_path: Path) -> None:
    """`pg_dump` while visitors write, `pg_restore` into another database."""
    old, new, dump = postgres.url(), postgres.url(), str(postgres.folder / "azimut.dump")
    extra = {"AZIMUT_SECRET_KEY": "a secret of tests only, " * 3}
    server = FakeServer(tmp_path, extra={**extra, "AZIMUT_DATABASE_URL": old}).start()
    where = ("-h", str(postgres.folder), "-U", "azimut")

    def copy() -> None:
        postgres.run("pg_dump", *where, "--format=custom", "-f", dump, _name(old))

    seen = await _while_they_write(server, copy)
    postgres.run("pg_restore", *where, "--clean", "--if-exists", "-d", _name(new), dump)
    _goes_on(FakeServer(tmp_path, extra={**extra, "AZIMUT_DATABASE_URL": new}), seen)


async def _while_they_write(server: FakeServer, copy: Callable[[], None]) -> list[Persistent]:
    """Who had said something when the copy was begun."""
    load = Load([server.url], 5)
    seen: list[Persistent] = []

    async def those_who_spoke() -> list[Persistent]:
        return [one for one in load.visitors if len(one.answers) > 1]

    async def work() -> None:
        seen.extend(await until(those_who_spoke))
        await asyncio.to_thread(copy)

    try:
        await load.run(work())
    finally:
        server.stop()
    return seen


def _goes_on(server: FakeServer, seen: list[Persistent]) -> None:
    """A server on a copy knows the conversations, whole, and answers in them."""
    server.start()
    try:
        for one in seen:
            path = f"/api/conversations/{one.id}/messages"
            status, body = server.get(f"{path}?after=0", one.token)
            assert status == 200
            assert [m["seq"] for m in body["messages"]] == list(range(1, len(body["messages"]) + 1))
            assert one.text(1) in [m["text"] for m in body["messages"]]
            assert server.post(path, {"text": "encore là ?"}, one.token)[0] == 200
    finally:
        server.stop()


def _backup(folder: Path, target: Path) -> None:
    command = [sys.executable, "-m", "bot", "db", "backup", str(target)]
    environment = {**os.environ, "AZIMUT_DATA_DIR": str(folder / "var")}
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)


def _name(url: str) -> str:
    """The database of an address."""
    return str(make_url(url).database)
