"""The whole service as a process: it answers, survives a kill, and tells nobody what was said."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import Server

pytestmark = pytest.mark.model
PLANTED = "zwierigekwartel"  # no word of any catalogue, article or log


@pytest.fixture(scope="module")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("serve"), model).start()
    yield running
    running.stop()


class Visitor:
    """Somebody at the web API."""

    def __init__(self, server: Server, language: str | None = None) -> None:
        self.server = server
        status, body = server.post("/api/conversations", {"language": language})
        assert status == 201
        self.id, self.token = body["id"], body["token"]

    def say(self, text: str, key: str = "") -> tuple[int, Any]:
        headers = {"Idempotency_Key": key} if key else {}
        path = f"/api/conversations/{self.id}/messages"
        return self.server.post(path, {"text": text}, self.token, **headers)

    def messages(self) -> list[Any]:
        status, body = self.server.get(f"/api/conversations/{self.id}/messages?after=0", self.token)
        assert status == 200
        return list(body["messages"])


def test_the_two_questions_of_the_promise(server: Server) -> None:
    visitor = Visitor(server)
    _, french = visitor.say("Comment faire reconnaître mon diplôme marocain ?")
    _, dutch = visitor.say("hoeveel uren mag ik werken als student")
    for answer, language, article in (
        (french, "fr", "studies/foreign-diploma-french"),
        (dutch, "nl", "employment/student-job"),
    ):
        message = answer["messages"][-1]
        assert (message["language"], message["article"]["id"]) == (language, article)
        assert message["article"]["sources"][0]["url"].startswith("http")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 400),
        ("   ", 400),
        ("🙂", 200),
        ("x" * 10_000, 413),
        ("<script>alert(1)</script><img src=x onerror=alert(1)>", 200),
        ("/restart", 200),
        ("'; DROP TABLE messages; --", 200),
        ("\u202e\u0000\ufffe", 200),
    ],
)
def test_bad_input_gets_a_word_and_the_conversation_goes_on(
    server: Server, text: str, status: int
) -> None:
    visitor = Visitor(server, "fr")
    given, body = visitor.say(text)
    assert given == status, body
    if status >= 400:
        assert body["error"]["message"]
    assert visitor.say("bonjour")[0] == 200
    assert "<script" not in "".join(message.get("html") or "" for message in visitor.messages())


def test_what_a_visitor_writes_is_on_no_output(server: Server) -> None:
    visitor = Visitor(server, "nl")
    for text in (f"ik heet {PLANTED}", f"hoe vind ik {PLANTED} werk", f"/{PLANTED}", PLANTED):
        visitor.say(text)
    visitor.server.post(
        f"/api/conversations/{visitor.id}/messages", {"wrong": PLANTED}, visitor.token
    )
    assert PLANTED not in server.output


def test_killed_in_the_middle_of_a_turn_nothing_is_lost_or_said_twice(
    model: Path, tmp_path: Path
) -> None:
    """Several visitors write while the process is killed; each sends again with its key."""
    server = Server(tmp_path, model).start()
    visitors = [Visitor(server, "fr") for _ in range(4)]
    question = "Comment trouver une formation à Bruxelles ?"

    def write(visitor: Visitor, number: int) -> None:
        with contextlib.suppress(OSError):
            visitor.say(question, key=f"key-{number}")

    threads = [
        threading.Thread(target=write, args=(visitor, number))
        for number, visitor in enumerate(visitors)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.03)
    server.kill()
    for thread in threads:
        thread.join()
    server.start()
    try:
        for number, visitor in enumerate(visitors):
            assert visitor.say(question, key=f"key-{number}")[0] == 200
            texts = [(message["author"], message["text"]) for message in visitor.messages()]
            assert sum(author == "visitor" for author, _ in texts) == 1
            answers = [text for author, text in texts if author == "bot"]
            assert len(answers) == 2  # the opening, and the one answer
    finally:
        server.stop()


def test_a_broken_setting_is_one_line(tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.support.server import PROJECT

    ended = subprocess.run(
        [sys.executable, "-m", "bot", "serve"], cwd=PROJECT, capture_output=True, text=True,
        env={"AZIMUT_PORT": "many", "PATH": "/usr/bin"}, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert ended.stderr.strip() == "azimut: AZIMUT_PORT is 'many'; expected a port, 0 to 65535"
