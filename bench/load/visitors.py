"""Visitors who talk without a pause, for locust; the same for both services.

It runs in a process of its own, without anything of ours in it:

    locust -f bench/load/visitors.py --headless -u 50 -r 50 -t 60s --host http://127.0.0.1:8080
        --service azimut --spoken FILE --record FILE [--most 1000]

SPOKEN holds one conversation a line; RECORD gets one line a turn: when it ended (seconds from the
start), its number in the conversation, how long it took (ms), whether it was taken ("ok", the
status is 200) and whether the bot said anything to it ("said").
"""

from __future__ import annotations

import itertools
import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from locust import FastHttpUser, events, task
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment


class Answer(NamedTuple):
    """Whether a message was taken, and whether the bot said anything to it."""

    ok: bool
    said: bool


class Azimut:
    """A conversation through the web API."""

    def __init__(self, client: Any) -> None:
        self._client = client
        begun = client.post("/api/conversations", json={}, name="begin").json()
        self._path = f"/api/conversations/{begun['id']}/messages"
        self._headers = {"Authorization": f"Bearer {begun['token']}"}

    def say(self, text: str) -> Answer:
        """What became of it."""
        answer = self._client.post(
            self._path, json={"text": text}, headers=self._headers, name="turn"
        )
        ok = answer.status_code == 200
        return Answer(ok, ok and bool(answer.json()["messages"]))


class Stock:
    """A conversation through Rasa's REST channel."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._sender = uuid.uuid4().hex

    def say(self, text: str) -> Answer:
        """What became of it."""
        message = {"sender": self._sender, "message": text}
        answer = self._client.post("/webhooks/rest/webhook", json=message, name="turn")
        ok = answer.status_code == 200
        return Answer(ok, ok and bool(answer.json()))


class Record:
    """What is kept of every turn."""

    def __init__(self, environment: Environment) -> None:
        options = environment.parsed_options
        self.service = {"azimut": Azimut, "stock": Stock}[options.service]
        self.spoken: Iterator[list[dict[str, str]]] = itertools.cycle(
            [json.loads(line) for line in Path(options.spoken).read_text("utf-8").splitlines()]
        )
        self._environment, self._most = environment, options.most
        self._began, self._turns = time.monotonic(), 0
        self._file = Path(options.record).open("w", encoding="utf-8")  # noqa: SIM115

    def turn(self, number: int, began: float, answer: Answer) -> None:
        """Write one down; the run ends after the last that is wanted."""
        now = time.monotonic()
        at, took = round(now - self._began, 4), round((now - began) * 1000, 2)
        line = {"at": at, "turn": number, "ms": took, **answer._asdict()}
        self._file.write(json.dumps(line) + "\n")
        self._turns += 1
        if self._turns == self._most:
            self._environment.runner.quit()

    def close(self) -> None:
        """No more turns."""
        self._file.close()


@events.init_command_line_parser.add_listener
def _options(parser: LocustArgumentParser) -> None:
    parser.add_argument("--service", choices=("azimut", "stock"), required=True)
    parser.add_argument("--spoken", required=True)
    parser.add_argument("--record", required=True)
    parser.add_argument("--most", type=int, default=0)


@events.test_start.add_listener
def _open(environment: Environment, **_: Any) -> None:
    environment.record = Record(environment)


@events.quitting.add_listener
def _close(environment: Environment, **_: Any) -> None:
    environment.record.close()


class Visitor(FastHttpUser):
    """Has one conversation after the other."""

    network_timeout = connection_timeout = 120.0

    @task
    def talk(self) -> None:
        """One whole conversation."""
        record = self.environment.record
        visit = record.service(self.client)
        for number, turn in enumerate(next(record.spoken), 1):
            began = time.monotonic()
            record.turn(number, began, visit.say(turn["text"]))
