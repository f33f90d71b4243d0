"""Conversations over the API: begin, speak, choose, read, judge, forget."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.options import HouseOptions
from service.types import Choice, Reply, TurnInput, TurnResult, Understanding
from tests.scenario.web.web_support import WebClient, web_client
from tests.support.house_support import make_counsellor
from tests.support.waiting import until


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[WebClient]:
    async with web_client(tmp_path) as running:
        yield running


@pytest.mark.parametrize("language", ["fr", "nl", None])
async def test_a_conversation_begins_by_saying_what_it_is(
    client: WebClient, language: str | None
) -> None:
    talk = await client.start(language)
    assert "Azimut" in talk.messages[0]["text"]
    assert len(talk.token) >= 43  # 256 bits
    state = await talk.get()
    assert (state["owner"], state["language"]) == ("bot", language)


async def test_an_answer_brings_only_what_is_new(client: WebClient) -> None:
    talk = await client.start()
    first = await talk.say("bonjour")
    second = await talk.say("encore")
    assert [message["author"] for message in first["messages"]] == ["bot"]
    assert [message["text"] for message in second["messages"]] == ["echo: encore"]
    everything = (await talk.get("/messages?after=0"))["messages"]
    assert [message["seq"] for message in everything] == list(range(1, len(everything) + 1))
    assert [m["author"] for m in everything[-2:]] == ["visitor", "bot"]
    assert (await talk.get(f"/messages?after={everything[-1]['seq']}"))["messages"] == []


async def test_a_choice_is_picked_by_id_label_or_number(client: WebClient) -> None:
    talk = await client.start()
    choices = (await talk.say("choose"))["messages"][0]["choices"]
    assert (await talk.pick(choices[0]["id"]))["messages"][0]["text"] == "echo: picked 1"
    await talk.say("choose")
    assert (await talk.say("option 2"))["messages"][0]["text"] == "echo: picked 2"
    await talk.say("choose")
    assert (await talk.say("3."))["messages"][0]["text"] == "echo: picked 3"


async def test_a_used_choice_puts_the_question_again(client: WebClient) -> None:
    talk = await client.start()
    choices = (await talk.say("choose"))["messages"][0]["choices"]
    await talk.pick(choices[0]["id"])
    gone = await talk.pick(choices[0]["id"], 409)
    assert gone["error"]["code"] == "choice_gone"
    again = gone["messages"][0]
    assert again["text"] == "which one?"
    assert len(again["choices"]) == 3
    assert (await talk.pick(again["choices"][2]["id"]))["messages"][0]["text"] == "echo: picked 3"


async def test_a_choice_of_another_conversation_is_no_choice(client: WebClient) -> None:
    mine, yours = await client.start(), await client.start()
    choices = (await yours.say("choose"))["messages"][0]["choices"]
    assert (await mine.pick(choices[0]["id"], 409))["error"]["code"] == "choice_gone"
    await yours.pick(choices[0]["id"])


async def test_what_rich_clients_can_do_by_themselves_is_marked(client: WebClient) -> None:
    def answer(turn: TurnInput) -> TurnResult:
        choices = (
            Choice("Plus simple", {"act": "easier"}),
            Choice("Contact", {"act": "x"}),
            Choice("Nederlands", {"act": "change_language", "language": "nl"}),
        )
        reply = Reply("réponse", "fr", choices=choices)
        return TurnResult((reply,), Understanding(language="fr", outcome="answered"), (), {})

    client.engine.answer = answer
    message = (await (await client.start()).say("bourse"))["messages"][0]
    does = [choice.get("does") for choice in message["choices"]]
    assert does == ["easier", None, "language"]


async def test_one_key_is_one_message(client: WebClient) -> None:
    talk = await client.start()
    first = await talk.say("bonjour", Idempotency_Key="k1")
    again = await talk.say("bonjour", Idempotency_Key="k1")
    assert again == first
    other = await talk.say("autre chose", 422, Idempotency_Key="k1")
    assert other["error"]["code"] == "idempotency_mismatch"
    both = await asyncio.gather(*(talk.say("une fois", Idempotency_Key="k2") for _ in range(5)))
    assert all(answer == both[0] for answer in both)
    own = [m["text"] for m in (await talk.get("/messages"))["messages"] if m["author"] == "visitor"]
    assert own == ["bonjour", "une fois"]


async def test_a_slow_answer_comes_later(tmp_path: Path) -> None:
    async with web_client(tmp_path, HouseOptions(web_wait=0.2)) as client:
        talk = await client.start()
        client.engine.delay = 1.0
        answer = await talk.say("lent", 202)
        assert answer == {"messages": [], "understanding": None}
        client.engine.delay = 0.0

        async def come() -> bool:
            messages = (await talk.get("/messages"))["messages"]
            return bool(messages[-1]["text"] == "echo: lent")

        await until(come)


async def test_feedback_is_taken_for_answers_only(client: WebClient) -> None:
    talk = await client.start()
    seq = (await talk.say("xyzzy"))["messages"][0]["seq"]
    await talk.post("/feedback", {"seq": seq, "helpful": False}, 204)
    await talk.post("/feedback", {"seq": 1, "helpful": True}, 404)
    await talk.post("/feedback", {"seq": 999, "helpful": True}, 404)
    for body in ({"seq": seq}, {"seq": "x", "helpful": True}, {"seq": seq, "helpful": "yes"}):
        await talk.post("/feedback", body, 400)
    assert any(gap.reason == "unhelpful" for gap in await client.house.gaps.open())


async def test_forgetting_is_at_once_and_whole(client: WebClient) -> None:
    talk = await client.start()
    await talk.say("un secret")
    await client.ask("DELETE", talk.path, 204, headers=talk.headers)
    await talk.get(status=404)
    await talk.say("encore là ?", 404)
    await client.ask("DELETE", talk.path, 404, headers=talk.headers)


async def test_leaving_keeps_what_has_a_code(client: WebClient) -> None:
    """Who has to leave quickly keeps the appointment; nothing leads back to what was said."""
    await make_counsellor(client.house, online=False)
    talk = await client.start()
    text = (await talk.say("message un secret"))["messages"][0]["text"]
    code = {"code": text.split(": ")[1]}
    await client.ask("DELETE", f"{talk.path}?keep=codes", 204, headers=talk.headers)
    await talk.get(status=404)
    waiting = await client.ask("POST", "/api/left-messages/read", json=code)
    assert waiting["reply"] is None
    (left,) = await client.house.left_messages.waiting()
    assert left.text == "un secret"


async def test_a_language_is_chosen_without_a_word(client: WebClient) -> None:
    talk = await client.start("fr")
    await talk.say("bonjour")
    before = (await talk.get("/messages"))["messages"]
    await client.ask("PUT", f"{talk.path}/language", 204, json={"language": "nl"},
                     headers=talk.headers)  # fmt: skip
    assert (await talk.get())["language"] == "nl"
    assert (await talk.get("/messages"))["messages"] == before
    assert (await talk.say("encore"))["messages"][0]["language"] == "nl"
    for body in ({}, {"language": "de"}, {"language": None}):
        await client.ask("PUT", f"{talk.path}/language", 400, json=body, headers=talk.headers)
    wrong = {"Authorization": "Bearer wrong"}
    body = {"language": "fr"}
    await client.ask("PUT", f"{talk.path}/language", 404, json=body, headers=wrong)


async def test_forgetting_in_words_ends_it_too(client: WebClient) -> None:
    talk = await client.start()
    assert (await talk.say("forget"))["understanding"]["outcome"] == "forgotten"
    await talk.get(status=404)


async def test_with_a_counsellor_the_bot_is_silent(client: WebClient) -> None:
    counsellor = await make_counsellor(client.house)
    talk = await client.start()
    await talk.say("person")
    assert (await talk.get())["owner"] == "waiting"
    assert (await talk.get())["queue_position"] == 1
    await client.house.handover.claim(counsellor.id, talk.id)
    answer = await talk.say("bonjour Amina")
    assert answer["understanding"]["outcome"] == "with_counsellor"
    assert len(answer["messages"]) <= 1


async def test_a_wish_for_markup_stays_text(client: WebClient) -> None:
    talk = await client.start()
    answer = await talk.say("<script>alert(1)</script> **x** <img src=x onerror=alert(1)>")
    messages = (await talk.get("/messages"))["messages"]
    for message in [answer["messages"][0], messages[-2]]:
        assert "<script" not in message["html"]
        assert "<img" not in message["html"]
    assert "<strong>" not in messages[-2]["html"]  # a visitor's words are shown as they are
