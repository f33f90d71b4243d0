"""Articles, slots, hours and appointments over the API."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from channels.web import search as search_module
from knowledge.model import Knowledge
from knowledge.search import ArticleSearch
from knowledge.vocabulary import THEMES
from service.wording import say
from tests.scenario.web.web_support import WebClient, knowledge, web_client
from tests.support.house_support import make_counsellor


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[WebClient]:
    async with web_client(tmp_path) as running:
        yield running


async def test_all_articles_can_be_browsed(client: WebClient) -> None:
    for language in ("fr", "nl"):
        found = await client.ask("GET", f"/api/articles?language={language}")
        assert {item["id"] for item in found["articles"]} == set(knowledge().articles)
    for theme in THEMES:
        found = await client.ask("GET", f"/api/articles?theme={theme}&language=nl")
        assert found["articles"]
        assert {item["theme"] for item in found["articles"]} == {theme}


async def test_search_finds_by_words_in_the_language(client: WebClient) -> None:
    found = await client.ask("GET", "/api/articles?q=jury+central&language=fr&limit=3")
    assert "studies/exam-board" in [item["id"] for item in found["articles"]]
    assert len(found["articles"]) <= 3
    nothing = await client.ask("GET", "/api/articles?q=%22%27%29%28*&language=fr&theme=studies")
    assert isinstance(nothing["articles"], list)
    await client.ask("GET", "/api/articles?theme=astrology", 400)
    await client.ask("GET", "/api/articles?public=nobody", 400)


async def test_a_new_publication_is_found_at_once(
    client: WebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by who has kept an earlier answer; and the index is not built in the event loop."""
    built_by: list[threading.Thread] = []

    class Watched(ArticleSearch):
        def __init__(self, base: Knowledge) -> None:
            built_by.append(threading.current_thread())
            super().__init__(base)

    monkeypatch.setattr(search_module, "ArticleSearch", Watched)
    path = "/api/articles?q=xylophone&language=fr"
    async with client.http.get(path) as before:
        assert (await before.json())["articles"] == []
        kept = {"If-None-Match": before.headers["ETag"]}
    client.knowledge.replace(_with_an_article(client.knowledge, "studies/xylophone"))
    async with client.http.get(path, headers=kept) as after:
        assert [item["id"] for item in (await after.json())["articles"]] == ["studies/xylophone"]
        assert "no-cache" in after.headers["Cache-Control"]
    assert len(built_by) == 2
    assert threading.main_thread() not in built_by


def _with_an_article(base: Knowledge, key: str) -> Knowledge:
    known = base.get("studies/exam-board")
    versions = {
        language: replace(version, title="Le xylophone")
        for language, version in known.versions.items()
    }
    articles = {**base.articles, key: replace(known, id=key, versions=versions)}
    return Knowledge(articles, base.organisations, base.topics, "another digest")


async def test_every_article_can_be_shown(client: WebClient) -> None:
    for number, key in enumerate(knowledge().articles):
        language = ("fr", "nl")[number % 2]
        article = await client.ask("GET", f"/api/articles/{key}?language={language}")
        assert article["html"].startswith("<")
        assert article["sources"]


async def test_without_papers_only_what_was_written_for_them(client: WebClient) -> None:
    key = next(k for k, a in knowledge().articles.items() if "without_papers" in a.variants)
    expected = knowledge().get(key).shown("fr", ["without_papers"])
    article = await client.ask("GET", f"/api/articles/{key}?language=fr&as=without_papers")
    assert article["text"] == expected.answer
    assert [aspect["id"] for aspect in article["aspects"]] == list(expected.aspects)


async def test_articles_may_be_kept_by_the_browser(client: WebClient) -> None:
    async with client.http.get("/api/articles?language=fr") as first:
        tag = first.headers["ETag"]
    again = await client.http.get("/api/articles?language=fr", headers={"If-None-Match": tag})
    assert again.status == 304
    await client.ask("GET", "/api/articles/studies/none", 404)


async def test_hours_are_those_of_the_live_chat(client: WebClient) -> None:
    hours = await client.ask("GET", "/api/hours")
    assert hours["open_now"] is True
    assert hours["counsellors_present"] == 0
    assert any("Noël" in day["fr"] for day in hours["closing_days"])


async def test_an_appointment_by_code(client: WebClient) -> None:
    await make_counsellor(client.house)
    slots = (await client.ask("GET", "/api/slots?language=fr"))["slots"]
    assert slots == sorted(slots, key=lambda slot: slot["start"])
    body = {"slot": slots[0]["id"], "language": "fr"}
    booked = await client.ask("POST", "/api/appointments", 201, json=body)
    taken = await client.ask("POST", "/api/appointments", 409, json=body)
    assert taken["error"]["code"] == "slot_taken"

    code = {"code": booked["code"].lower().replace("-", " ")}
    found = await client.ask("POST", "/api/appointments/find", json=code)
    assert found["appointment"]["start"] == slots[0]["start"]
    assert set(found["appointment"]) == {"start", "end", "place", "language", "status", "ics"}

    async with client.http.get(found["appointment"]["ics"] + "?language=nl") as calendar:
        assert calendar.content_type == "text/calendar"
        text = await calendar.text()
        assert text.startswith("BEGIN:VCALENDAR")
        assert booked["code"] not in text

    move = code | {"slot": slots[3]["id"]}
    moved = await client.ask("POST", "/api/appointments/move", json=move)
    assert moved["appointment"]["start"] == slots[3]["start"]
    await client.ask("POST", "/api/appointments/cancel", 204, json=code)
    gone = await client.ask("POST", "/api/appointments/find", 404, json=code | {"language": "nl"})
    assert gone["error"]["message"] == say("error.code_unknown", "nl")


async def test_a_calendar_address_expires_and_cannot_be_made_up(client: WebClient) -> None:
    await make_counsellor(client.house)
    slots = (await client.ask("GET", "/api/slots"))["slots"]
    booked = await client.ask("POST", "/api/appointments", 201, json={"slot": slots[0]["id"]})
    address = booked["appointment"]["ics"]
    await client.ask("GET", address[:-3] + "abc", 404)
    client.clock.forward(days=8)
    await client.ask("GET", address, 404)


async def test_guessing_codes_is_slowed_down(client: WebClient) -> None:
    statuses = []
    for guess in range(7):
        body = {"code": f"22{guess}A-BCDE"}
        async with client.http.post("/api/appointments/find", json=body) as response:
            statuses.append(response.status)
    assert statuses == [404] * 5 + [429] * 2


async def test_the_answer_to_a_message_that_was_left(client: WebClient) -> None:
    counsellor = await make_counsellor(client.house, online=False)
    talk = await client.start()
    text = (await talk.say("message mon diplôme est-il reconnu ?"))["messages"][0]["text"]
    code = {"code": text.split(": ")[1]}
    waiting = await client.ask("POST", "/api/left-messages/read", json=code)
    assert waiting["reply"] is None
    left = (await client.house.left_messages.waiting())[0]
    await client.house.left_messages.answer(counsellor.id, left.id, "Oui, **avec** équivalence.")
    read = await client.ask("POST", "/api/left-messages/read", json=code)
    assert "<strong>avec</strong>" in read["html"]
    await client.ask("POST", "/api/appointments/find", 404, json=code)


async def test_appointments_need_their_fields(client: WebClient) -> None:
    for path, body in [
        ("", {}),
        ("", {"slot": "nonsense", "theme": "astrology"}),
        ("/find", {"code": ""}),
        ("/find", {"code": 5}),
        ("/move", {"code": "22AA-BCDE"}),
    ]:
        await client.ask("POST", f"/api/appointments{path}", 400, json=body)


async def test_a_slot_that_never_was(client: WebClient) -> None:
    answer = await client.ask("POST", "/api/appointments", 409, json={"slot": "nonsense"})
    assert answer["error"]["code"] == "slot_taken"
    await client.ask("GET", "/api/slots?from=yesterday", 400)
