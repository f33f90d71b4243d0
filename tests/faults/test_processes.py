"""Three server processes on one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import aiohttp
import psutil
import pytest

from tests.faults.faults_support import (
    FakeServer,
    Load,
    long_or_short,
    told,
    turns_in_postgres,
)
from tests.support.desk_support import _CSRF, _TOKEN
from tests.support.postgres import Cluster
from tests.support.server import free_port
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.postgres


@contextmanager
def fleet(folder: Path, url: str, count: int, **extra: str) -> Iterator[list[FakeServer]]:
    """Servers with data folders of their own, as on several hosts, and the same secret."""
    secret = {"AZIMUT_DATABASE_URL": url, "AZIMUT_SECRET_KEY": "a secret of tests only, " * 3}
    servers = []
    for number in range(count):
        (folder / str(number)).mkdir(parents=True, exist_ok=True)
        servers.append(FakeServer(folder / str(number), extra={**secret, **extra}))
    with ExitStack() as stack:
        for server in servers:
            stack.callback(server.stop)
            server.start()
        yield servers


async def test_order_is_kept_and_a_death_loses_nothing(postgres: Cluster, tmp_path: Path) -> None:
    """Each message goes to any of the three; one is killed under load, and again."""
    url, kills = postgres.url(), long_or_short(10, 2)
    with fleet(tmp_path, url, 3) as servers:
        load = Load([server.url for server in servers], long_or_short(100, 15))

        async def kill() -> None:
            for _ in range(kills):
                await asyncio.sleep(2)
                servers[1].kill()
                await asyncio.sleep(1)
                await asyncio.to_thread(servers[1].start)
            await asyncio.sleep(1)

        await load.run(kill())
        assert all("Traceback" not in server.output for server in servers)
    turns = await turns_in_postgres(url)
    assert turns == {"accepted": load.said, "committed": load.said, "lost": 0, "double": 0}
    told(processes=3, kills=kills, conversations=load.people, messages=load.said, **turns,
         sent_again=load.retries, slowest_seconds=round(load.slowest, 1))  # fmt: skip


async def test_a_counsellor_on_one_talks_to_a_visitor_on_another(
    postgres: Cluster, tmp_path: Path
) -> None:
    with fleet(tmp_path, postgres.url(), 2) as (first, second):
        status, body = first.post("/api/conversations", {"language": "fr"})
        assert status == 201
        path, token = f"/api/conversations/{body['id']}", body["token"]
        assert first.post(f"{path}/messages", {"text": "person"}, token)[0] == 200
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as desk:
            async with desk.get(f"{second.url}/desk/sign-in") as page:
                found = _TOKEN.search(await page.text())
            assert found is not None
            fields = {"token": found[1], "login": "demo", "password": first.demo_password}
            async with desk.post(f"{second.url}/desk/sign-in", data=fields) as page:
                csrf = _CSRF.search(await page.text())
            assert csrf is not None
            headers = {"Authorization": f"Bearer {token}"}
            async with desk.get(f"{first.url}{path}/events", headers=headers) as events:
                at = f"{second.url}/desk/conversations/{body['id']}"
                for deed, more in (("claim", {}), ("reply", {"text": "Bonjour !", "sure": "1"})):
                    async with desk.post(f"{at}/{deed}", data={"csrf": csrf[1], **more}) as done:
                        assert done.status == 200
                await asyncio.wait_for(_heard(events.content, b"Bonjour !"), PATIENCE)
            listing = first.get(f"{path}/messages?after=0", token)[1]["messages"]
            assert listing[-1]["author"] == "counsellor"
            async with desk.get(f"{second.url}/desk/events") as live:  # and back
                await asyncio.wait_for(_heard(live.content, b"event: ready"), PATIENCE)
                words = {"text": "merci, et demain ?"}
                said = await asyncio.to_thread(first.post, f"{path}/messages", words, token)
                assert said[0] == 200
                last = first.get(f"{path}/messages?after=0", token)[1]["messages"][-1]
                news = f'"conversation": "{body["id"]}", "seq": {last["seq"]}'.encode()
                await asyncio.wait_for(_heard(live.content, news), PATIENCE)
            async with desk.get(at) as page:
                assert words["text"] in await page.text()


async def test_workers_share_a_port_and_are_started_again(
    postgres: Cluster, tmp_path: Path
) -> None:
    """`azimut serve --workers 2`: one is killed, the service goes on, another takes its place."""
    port = free_port()
    extra = {"AZIMUT_DATABASE_URL": postgres.url()}
    server = FakeServer(tmp_path, extra=extra, port=port, arguments=("--workers", "2"))
    server.start(wait=False)
    try:
        await asyncio.to_thread(server.wait_ready)
        assert server.process is not None
        parent = psutil.Process(server.process.pid)
        for _ in range(600):
            if _listening(port + 1) and _listening(port + 2):
                break
            await asyncio.sleep(0.1)
        before = {child.pid for child in parent.children()}
        assert len(before) == 2
        load = Load([server.url], 5)

        async def kill_one() -> None:
            await asyncio.sleep(1)
            psutil.Process(min(before)).kill()
            await asyncio.sleep(3)

        await load.run(kill_one())
        for _ in range(600):
            now = {child.pid for child in parent.children() if child.status() != "zombie"}
            if len(now) == 2 and _listening(port + 1) and _listening(port + 2):
                break
            await asyncio.sleep(0.1)
        assert len(now) == 2
        assert now != before
    finally:
        server.stop()
    assert not any(psutil.pid_exists(pid) and _alive(pid) for pid in now)


async def test_a_fleet_that_is_stopped_politely_drops_nobody(
    postgres: Cluster, tmp_path: Path
) -> None:
    """SIGTERM to the parent of two processes under load, and the next fleet goes on."""
    url, stops = postgres.url(), long_or_short(5, 1)
    extra = {"AZIMUT_DATABASE_URL": url, "AZIMUT_TEST_ENGINE_DELAY": "0.3"}
    server = FakeServer(tmp_path, extra=extra, arguments=("--workers", "2"))
    server.start()
    load = Load([server.url], 10)

    async def stop() -> None:
        for _ in range(stops):
            await asyncio.sleep(2)
            await asyncio.to_thread(server.stop)
            assert server.process is not None
            assert server.process.returncode == 0
            await asyncio.to_thread(server.start)
        await asyncio.sleep(1)

    try:
        await load.run(stop())
    finally:
        server.stop()
    assert "Traceback" not in server.output
    turns = await turns_in_postgres(url)
    assert turns == {"accepted": load.said, "committed": load.said, "lost": 0, "double": 0}
    told(fleet_stops=stops, conversations=load.people, messages=load.said, **turns,
         sent_again=load.retries, slowest_seconds=round(load.slowest, 1),
         slowest_start=server.slowest_start)  # fmt: skip


async def _heard(stream: aiohttp.StreamReader, words: bytes) -> None:
    async for line in stream:
        if words in line:
            return
    raise AssertionError("the stream ended")


def _alive(pid: int) -> bool:
    try:
        return str(psutil.Process(pid).status()) != "zombie"
    except psutil.NoSuchProcess:
        return False


def _listening(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
