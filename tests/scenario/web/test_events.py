"""Events: told in order, resumed after a cut, ended by forgetting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from channels.web import events as events_module
from service.errors import Busy
from tests.scenario.web.web_support import Talk, WebClient, web_client
from tests.support.house_support import make_counsellor
from tests.support.waiting import PATIENCE


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[WebClient]:
    async with web_client(tmp_path) as running:
        yield running


class Ear:
    """Reads a stream event by event."""

    def __init__(self, content: Any) -> None:
        self._content = content

    async def next(self, kind: str | None = None) -> tuple[str, Any, str | None]:
        """The next event (of a kind); comments are events of the kind "comment"."""
        while True:
            block = await asyncio.wait_for(self._content.readuntil(b"\n\n"), PATIENCE)
            fields = dict(
                line.split(": ", 1) for line in block.decode().strip().split("\n") if ": " in line
            )
            if block.startswith(b":"):
                event = ("comment", None, None)
            elif "data" in fields:
                event = (fields["event"], json.loads(fields["data"]), fields.get("id"))
            else:
                continue
            if kind is None or event[0] == kind:
                return event

    async def ends(self) -> None:
        """The server closes it."""
        await asyncio.wait_for(self._content.read(), PATIENCE)


@asynccontextmanager
async def listening(talk: Talk, last: int | None = None) -> AsyncIterator[Ear]:
    headers = talk.headers | ({"Last-Event-ID": str(last)} if last is not None else {})
    async with talk.client.http.get(f"{talk.path}/events", headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        yield Ear(response.content)


async def test_it_begins_with_the_state_and_tells_what_is_new(client: WebClient) -> None:
    talk = await client.start()
    async with listening(talk) as ear:
        kind, state, number = await ear.next()
        assert (kind, state["owner"], number) == ("state", "bot", None)
        await talk.say("bonjour")
        own, answer = await ear.next("message"), await ear.next("message")
        assert [own[1]["author"], answer[1]["author"]] == ["visitor", "bot"]
        assert own[2] == str(own[1]["seq"])
        assert answer[1]["text"] == "echo: bonjour"


async def test_it_resumes_where_it_was_cut(client: WebClient) -> None:
    talk = await client.start()
    last = (await talk.say("un"))["messages"][-1]["seq"]
    await talk.say("deux")
    async with listening(talk, last) as ear:
        told = [(await ear.next("message"))[1]["text"] for _ in range(2)]
    assert told == ["deux", "echo: deux"]


async def test_a_person_comes_writes_and_goes(client: WebClient) -> None:
    counsellor = await make_counsellor(client.house)
    talk = await client.start()
    async with listening(talk) as ear:
        await talk.say("person")
        assert (await ear.next("queue"))[1] == {"position": 1}
        await client.house.handover.claim(counsellor.id, talk.id)
        while (await ear.next("state"))[1]["owner"] != "counsellor":
            pass
        await client.house.handover.typing(counsellor.id, talk.id)
        assert (await ear.next("typing"))[1]["by"] == "counsellor"
        await client.house.handover.reply(counsellor.id, talk.id, "Bonjour !")
        while (message := (await ear.next("message"))[1])["author"] != "counsellor":
            pass
        assert message["text"] == "Bonjour !"
        await client.house.handover.give_back(counsellor.id, talk.id)
        assert (await ear.next("state"))[1]["owner"] == "bot"


async def test_the_visitors_own_typing_is_not_told_to_him(client: WebClient) -> None:
    talk = await client.start()
    async with listening(talk) as ear:
        await talk.post("/typing", None, 204)
        await talk.say("bonjour")
        assert [(await ear.next())[0] for _ in range(3)] == ["state", "message", "message"]


async def test_forgetting_ends_the_stream(client: WebClient) -> None:
    talk = await client.start()
    async with listening(talk) as ear:
        await ear.next("state")
        await client.ask("DELETE", talk.path, 204, headers=talk.headers)
        assert (await ear.next("state"))[1]["forgotten"] is True
        await ear.ends()


def set_beat(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """A heart that beats faster than the real one, which nobody waits for in a test."""
    init = events_module.Events.__init__
    monkeypatch.setattr(
        events_module.Events, "__init__", lambda self, around: init(self, around, beat=seconds)
    )


async def test_silence_is_filled_and_a_lost_event_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_beat(monkeypatch, 0.2)
    async with web_client(tmp_path) as client:
        talk = await client.start()
        async with listening(talk) as ear:
            assert (await ear.next("comment"))[0] == "comment"
            monkeypatch.setattr(client.house.bus, "deliver", lambda topic, event: None)
            await talk.say("perdu")
            assert (await ear.next("message"))[1]["text"] == "perdu"


async def test_a_silent_stream_seldom_asks_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands are open; only every fourth beat looks, and the next one after a failure."""
    set_beat(monkeypatch, 0.05)
    async with web_client(tmp_path) as client:
        talk, visitors, looks = await client.start(), client.house.visitors, 0
        look = visitors.state

        async def counted(conversation_id: str) -> Any:
            nonlocal looks
            looks += 1
            if looks in {2, 3}:
                raise Busy("away")
            return await look(conversation_id)

        monkeypatch.setattr(visitors, "state", counted)
        async with listening(talk) as ear:
            seen = []
            for _ in range(10):
                await ear.next("comment")
                seen.append(looks)
        # The 4th beat looks; it fails, and so does the 5th: the 6th looks again, then the 10th.
        assert [seen[beat - 1] - seen[0] for beat in (3, 7, 9)] == [0, 3, 3]


async def test_more_streams_than_a_person_needs_end_the_oldest(client: WebClient) -> None:
    talk = await client.start()
    async with listening(talk) as first:
        await first.next("state")
        others = [listening(talk) for _ in range(events_module.MOST_STREAMS)]
        for other in others:
            await (await other.__aenter__()).next("state")
        await first.ends()
        for other in others:
            await other.__aexit__(None, None, None)


async def test_the_token_stands_in_the_header(client: WebClient) -> None:
    talk = await client.start()
    await client.ask("GET", f"{talk.path}/events", 401)
    await client.ask("GET", f"{talk.path}/events?token={talk.token}", 401)
    await client.ask(
        "GET", f"{talk.path}/events", 400, headers=talk.headers | {"Last-Event-ID": "x"}
    )


async def test_a_database_that_is_away_ends_the_stream_and_nothing_else(
    client: WebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The widget comes again; an error page in the midst of a stream helps nobody."""
    talk = await client.start()

    async def away(_: object) -> None:
        raise Busy("away")

    monkeypatch.setattr(events_module.Stream, "_tell_messages", away)
    async with listening(talk) as ear:
        assert (await ear.next())[0] == "state"
        assert b"HTTP/1.1" not in await asyncio.wait_for(ear._content.read(), PATIENCE)
