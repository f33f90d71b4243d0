"""Servers to be killed, and visitors who do not give up."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg

from knowledge.loader import FOLDER, LIVE_FOLDER, knowledge_files
from service.wording import LANGUAGES, say
from tests.faults.fake_serve import run_forked
from tests.support.server import Server

SHORT = os.environ.get("AZIMUT_TEST_FAULTS") == "short"
PATIENCE = 240.0  # seconds that a visitor tries for one message: only a failure waits so long


def long_or_short(full: int, short: int) -> int:
    """The short form is for CI."""
    return short if SHORT else full


class Forked:
    """A process that looks like subprocess.Popen, forked from one that has imported everything:
    a server is up in a second, so that many can be killed."""

    _fork = multiprocessing.get_context("forkserver")

    def __init__(self, environment: dict[str, str], arguments: tuple[str, ...], log: str) -> None:
        self._fork.set_forkserver_preload(["tests.faults.fake_serve"])
        self._process = self._fork.Process(
            target=run_forked, args=(environment, arguments, log), daemon=False
        )
        self._process.start()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("serve", timeout or 0.0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Any signal."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()


def few_articles(folder: Path) -> Path:
    """A knowledge base that is read at once: loading all takes longer than the rest of a start."""
    for path in knowledge_files(FOLDER)[:6]:
        copy = folder / path.relative_to(FOLDER)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    return folder


@dataclass
class FakeServer(Server):
    """A server with the fake engine and few articles: ready in a second."""

    model: Path = Path("none")
    arguments: tuple[str, ...] = ()
    ready_seconds: list[float] = field(default_factory=list)  # of each start

    def start(self, wait: bool = True) -> FakeServer:
        """Start it, with the same data as before."""
        data = {
            "AZIMUT_DATA_DIR": str(self.folder / "var"),
            "AZIMUT_PORT": str(self.port),
            "AZIMUT_TRUSTED_PROXIES": "127.0.0.1",
            LIVE_FOLDER: str(few_articles(self.folder / "knowledge")),
        }
        log = str(self.folder / "output.log")
        began = time.monotonic()
        self.process = Forked({**self.extra, **data}, self.arguments, log)  # type: ignore[assignment]
        if wait:
            self.wait_ready()
            self.ready_seconds.append(time.monotonic() - began)
        return self

    @property
    def slowest_start(self) -> float:
        """Seconds until it was ready, the longest."""
        return round(max(self.ready_seconds), 1)

    def turns(self) -> dict[str, int]:
        """What became of every message, counted in its SQLite file."""
        return turns_in_file(self.folder, ECHOED)


_ASKED = "SELECT conversation_id AS id, text FROM message WHERE author = 'visitor'"
_ECHOES = "SELECT conversation_id AS id, text FROM message WHERE text LIKE 'echo: %'"
_TAKEN = {
    "accepted": "SELECT count(*) FROM inbox",
    "committed": "SELECT count(*) FROM inbox WHERE done_at IS NOT NULL",
}
# Of the fake engine: messages without their echo, messages with more than one.
ECHOED = _TAKEN | {
    "lost": f"SELECT count(*) FROM ({_ASKED}) AS asked WHERE NOT EXISTS (SELECT 1 FROM ({_ECHOES})"
    " AS echo WHERE echo.id = asked.id AND echo.text = 'echo: ' || asked.text)",
    "double": f"SELECT count(*) FROM (SELECT 1 FROM ({_ECHOES}) AS echo GROUP BY id, text"
    " HAVING count(*) > 1) AS twice",
}
# Of any engine: turns that said something, turns that were silent since a person has the
# conversation, and messages of ours that belong to two turns.
ANSWERED = _TAKEN | {
    "answered": "SELECT count(*) FROM inbox WHERE last_seq >= first_seq",
    "left_to_a_person": "SELECT count(*) FROM inbox WHERE last_seq < first_seq"
    " AND json_extract(understanding, '$.outcome') = 'with_counsellor'",
    "double": "SELECT count(*) FROM inbox AS one JOIN inbox AS other"
    " ON one.conversation_id = other.conversation_id AND one.id < other.id"
    " AND one.first_seq <= other.last_seq AND other.first_seq <= one.last_seq",
}


def turns_in_file(folder: Path, counts: dict[str, str]) -> dict[str, int]:
    """What became of every message, counted in the SQLite file of a server's folder."""
    database = sqlite3.connect(folder / "var" / "azimut.db")
    try:
        return {name: database.execute(query).fetchone()[0] for name, query in counts.items()}
    finally:
        database.close()


async def turns_in_postgres(url: str) -> dict[str, int]:
    """The same, in a PostgreSQL database, of the fake engine."""
    database = await asyncpg.connect(url)
    try:
        return {name: await database.fetchval(query) for name, query in ECHOED.items()}
    finally:
        await database.close()


@dataclass
class Persistent:
    """A visitor who sends a message again, under its key, until it is answered."""

    urls: list[str]
    number: int
    again: float = 0.1  # seconds before a message is sent again
    said: int = 0
    retries: int = 0
    slowest: float = 0.0
    id: str = ""
    token: str = ""
    answers: list[str] = field(default_factory=list)
    passed_on: bool = False  # to a person: the assistant is silent from now on
    refused: set[tuple[str, str]] = field(default_factory=set)  # code and words of every 503

    @property
    def language(self) -> str:
        """Half of them each."""
        return ("fr", "nl")[self.number % 2]

    async def begin(self, session: aiohttp.ClientSession) -> None:
        """Start the conversation."""
        body = await self._until_answered(
            session, "/api/conversations", {"language": self.language}, 201
        )
        self.id, self.token = body["id"], body["token"]

    async def say(self, session: aiohttp.ClientSession) -> None:
        """One message."""
        self.said += 1
        path = f"/api/conversations/{self.id}/messages"
        began = time.monotonic()
        body = await self._until_answered(
            session, path, {"text": self.text(self.said)}, 200, f"key-{self.said}"
        )
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.answers += [message["text"] for message in body["messages"]]
        self.passed_on = body["understanding"]["outcome"] in {"handover", "with_counsellor"}

    def headers(self) -> dict[str, str]:
        """With an address of their own: the limits of one address are not what is tried here."""
        browser = {
            "X-Forwarded-For": f"10.{self.number // 250}.{self.number % 250}.1",
            "Accept-Language": self.language,
        }
        return browser | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def text(self, number: int) -> str:
        """What is said: found again in the echo."""
        return f"question {self.number} {number}"

    async def _until_answered(
        self, session: aiohttp.ClientSession, path: str, body: Any, wanted: int, key: str = ""
    ) -> Any:
        headers = self.headers()
        if key:
            headers["Idempotency-Key"] = key
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            url = random.choice(self.urls)
            try:
                async with session.post(url + path, json=body, headers=headers) as response:
                    if response.status == wanted:
                        return await response.json()
                    assert response.status in {202, 429, 503}, await response.text()
                    if response.status == 503:
                        error = (await response.json())["error"]
                        self.refused.add((error["code"], error["message"]))
            except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
                pass
            self.retries += 1
            await asyncio.sleep(self.again * (0.5 + random.random()))
        raise AssertionError(f"no answer in {PATIENCE} s: {path}")

    async def check(self, session: aiohttp.ClientSession, echoed: bool = True) -> None:
        """Every message is there once, in order, each with exactly one answer (``echoed``: by
        the fake engine)."""
        expected = []
        for number in range(1, self.said + 1):
            expected += [("visitor", self.text(number)), ("bot", f"echo: {self.text(number)}")]
        seen, after = [], 0
        while True:
            path = f"/api/conversations/{self.id}/messages?after={after}"
            async with session.get(self.urls[0] + path, headers=self.headers()) as response:
                assert response.status == 200
                page = await response.json()
            seen += page["messages"]
            if not page["more"]:
                break
            after = page["messages"][-1]["seq"]
        told = [(message["author"], message["text"]) for message in seen]
        assert [message["seq"] for message in seen] == list(range(1, len(seen) + 1))
        if not echoed:
            mine = [text for author, text in told if author == "visitor"]
            assert mine == [self.text(number) for number in range(1, self.said + 1)]
            return
        opening = len(told) - len(expected)
        assert told[opening:] == expected, f"conversation {self.number}"
        assert {author for author, _ in told[:opening]} <= {"bot", "system"}
        assert self.answers == [text for author, text in expected if author == "bot"]


@dataclass
class Load:
    """Many visitors who talk at the same time, until told to stop."""

    urls: list[str]
    people: int
    messages: int = 1_000_000  # a person says at most
    pause: float = 0.05  # seconds between two messages of one person
    visitors: list[Persistent] = field(default_factory=list)
    echoed: bool = True  # by the fake engine
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, work: Any = None) -> None:
        """Talk while ``work`` runs (or until everybody has said everything), then check."""
        timeout = aiohttp.ClientTimeout(total=30)
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
            again = max(0.1, self.pause / 2)
            self.visitors = [Persistent(self.urls, number, again) for number in range(self.people)]
            talking = asyncio.gather(*(self._talk(session, one) for one in self.visitors))
            if work is not None:
                await work
                self._stopping.set()
            await talking
            for one in self.visitors:
                await one.check(session, self.echoed)

    async def _talk(self, session: aiohttp.ClientSession, one: Persistent) -> None:
        await asyncio.sleep(random.random() * self.pause)
        await one.begin(session)
        while not self._stopping.is_set() and one.said < self.messages:
            await one.say(session)
            await asyncio.sleep(self.pause)
            if one.passed_on:  # comes back as somebody new, whom the engine answers
                one = Persistent(self.urls, len(self.visitors), one.again)
                self.visitors.append(one)
                await one.begin(session)

    @property
    def refused(self) -> set[tuple[str, str, str]]:
        """Language, code and words of what people were told instead of an answer."""
        return {(one.language, *told) for one in self.visitors for told in one.refused}

    @property
    def said(self) -> int:
        """Messages that were answered."""
        return sum(one.said for one in self.visitors)

    @property
    def retries(self) -> int:
        """How often somebody had to send again."""
        return sum(one.retries for one in self.visitors)

    @property
    def slowest(self) -> float:
        """Seconds that the slowest message took, sending again included."""
        return max(one.slowest for one in self.visitors)


BUSY = {(language, "busy", say("error.busy", language)) for language in LANGUAGES}
"""What visitors are told in their language while the database is locked, full or away."""


def told(**figures: object) -> None:
    """Figures for the documents: shown with ``-s``, and kept in the file that is named."""
    line = "  ".join(f"{name}={value}" for name, value in figures.items())
    print(f"\nmeasured: {line}")
    path = os.environ.get("AZIMUT_TEST_FIGURES")
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
