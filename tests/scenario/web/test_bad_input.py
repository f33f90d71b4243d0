"""What should not be sent: each gets its status and a sentence, and the conversation goes on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from service.wording import say
from tests.scenario.web.web_support import WebClient, web_client


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[WebClient]:
    async with web_client(tmp_path) as running:
        yield running


BODIES: list[tuple[Any, int]] = [
    (b"", 400),
    (b"{", 400),
    (b"[1, 2]", 400),
    (b'"text"', 400),
    (b"null", 400),
    (b'{"text": "\xff\xfe"}', 400),
    (b"\x00\x01", 400),
    (b"[" * 20_000 + b"]" * 20_000, 400),
    ({"text": ""}, 400),
    ({"text": " \n\t "}, 400),
    ({"text": None}, 400),
    ({"text": 7}, 400),
    ({"text": ["a"]}, 400),
    ({"text": "a", "choice": "b"}, 400),
    ({}, 400),
    ({"text": "a" * 10_000}, 413),
    ({"text": "é" * 100_000}, 413),
    ({"choice": "nope"}, 409),
    ({"choice": "x" * 5000}, 409),
    ({"text": "😀🎉"}, 200),
    ({"text": "/restart"}, 200),
    ({"text": '/ask{"theme": "x"}'}, 200),
    ({"text": "\ud83d half of an emoji"}, 200),
    ({"text": "nul\x00 and bell\x07"}, 200),
    ({"text": "<script>alert(1)</script>"}, 200),
]


async def test_bad_input_has_its_answer_and_the_conversation_goes_on(client: WebClient) -> None:
    for body, status in BODIES:
        talk = await client.start("nl")
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = talk.headers | {"Content-Type": "application/json"}
        path = f"{talk.path}/messages"
        answer = await client.ask("POST", path, status, data=data, headers=headers)
        if status >= 400:
            code = answer["error"]["code"]
            assert answer["error"]["message"] == say(f"error.{code}", "nl"), body
        assert (await talk.say("dag"))["messages"][0]["text"] == "echo: dag", body


async def test_a_slash_command_is_plain_text(client: WebClient) -> None:
    talk = await client.start()
    assert (await talk.say("/restart"))["messages"][0]["text"].endswith("restart")
    assert [turn.text.strip() for turn in client.engine.seen] == ["/restart"]


async def test_who_may_not(client: WebClient) -> None:
    talk, other = await client.start(), await client.start()
    for headers, path, status in [
        ({}, talk.path, 401),
        ({"Authorization": "Basic eA=="}, talk.path, 401),
        ({"Authorization": "Bearer "}, talk.path, 401),
        ({}, f"{talk.path}?token={talk.token}", 401),
        (talk.headers, f"{talk.path}?token={talk.token}", 401),
        (other.headers, talk.path, 404),
        (talk.headers, "/api/conversations/unknown", 404),
        ({"Authorization": "Bearer é".encode().decode("latin-1")}, talk.path, 404),
    ]:
        for path_of in (
            path,
            path.replace("?", "/messages?") if "?" in path else f"{path}/messages",
        ):
            await client.ask("GET", path_of, status, headers=headers)


async def test_wrong_token_and_unknown_conversation_are_told_alike(client: WebClient) -> None:
    talk, other = await client.start(), await client.start()
    wrong = await client.ask("GET", talk.path, 404, headers=other.headers)
    unknown = await client.ask("GET", f"/api/conversations/{'0' * 32}", 404, headers=other.headers)
    assert wrong == unknown


async def test_errors_follow_the_browser_before_there_is_a_language(client: WebClient) -> None:
    for accepted, language in [("nl-BE,nl;q=0.9,fr;q=0.5", "nl"), ("de, fr", "fr"), ("en", "fr")]:
        headers = {"Accept-Language": accepted}
        answer = await client.ask("GET", "/api/conversations/x", 401, headers=headers)
        assert answer["error"]["message"] == say("error.unauthorized", language)


async def test_languages_that_are_not_ours(client: WebClient) -> None:
    for language in ("de", 5, "FR", ["fr"]):
        await client.ask("POST", "/api/conversations", 400, json={"language": language})


async def test_numbers_that_are_none(client: WebClient) -> None:
    talk = await client.start()
    for after in ("-1", "x", "1.5", "٣", "9" * 40):
        await talk.get(f"/messages?after={after}", 400)


async def test_a_key_has_a_length(client: WebClient) -> None:
    talk = await client.start()
    await talk.say("bonjour", 400, Idempotency_Key="k" * 201)
    await talk.say("bonjour", 200, Idempotency_Key="k" * 200)


async def test_a_busy_talker_waits_and_the_neighbour_does_not(client: WebClient) -> None:
    busy, neighbour = await client.start(), await client.start()
    statuses = []
    for _ in range(30):
        async with (
            client.http.post(f"{busy.path}/typing", headers=busy.headers),
            client.http.post(
                f"{busy.path}/messages", json={"text": "x"}, headers=busy.headers
            ) as spoken,
        ):
            statuses.append(spoken.status)
            waits = spoken.headers.get("Retry-After")
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert waits is not None and int(waits) >= 1
    await neighbour.say("bonjour")


async def test_a_class_behind_one_address_can_all_begin(client: WebClient) -> None:
    for _ in range(60):
        await client.start()
