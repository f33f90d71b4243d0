"""What a counsellor does with a conversation, and what the visitor sees of it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from desk.cards import shown_article
from knowledge.model import ShownArticle
from service.house import House
from tests.scenario.desk.conftest import Queue
from tests.support.desk_support import Browser
from tests.support.house_support import MONDAY, HandClock


async def said(house: House, conversation: str, author: str) -> list[str]:
    """The visitor's view of what an author wrote."""
    return [m.text for m in await house.visitors.messages(conversation) if m.author == author]


@pytest.fixture
async def taken(amina: Browser, queue: Queue) -> str:
    """A conversation that Amina has."""
    conversation = await queue("fr", "bonjour")
    await amina.post(f"/desk/conversations/{conversation}/claim")
    return conversation


async def test_an_answer_reaches_the_visitor_once(amina: Browser, house: House, taken: str) -> None:
    fields = {"text": "Bonjour **vous**\nbienvenue", "client_id": "c1"}
    for _ in range(2):  # the network was slow: the browser sends again
        status, page = await amina.post(f"/desk/conversations/{taken}/reply", fields)
    assert status == 200 and "<strong>vous</strong>" in page
    assert await said(house, taken, "counsellor") == ["Bonjour **vous**\nbienvenue"]


async def test_an_empty_answer_is_refused(amina: Browser, taken: str, house: House) -> None:
    status, text = await amina.post(
        f"/desk/conversations/{taken}/reply", {"text": "  "}, script=True
    )
    assert status == 400 and "vide" in text
    assert await said(house, taken, "counsellor") == []


async def test_nobody_writes_into_a_colleagues_conversation(
    bram: Browser, taken: str, house: House
) -> None:
    status, page = await bram.get(f"/desk/conversations/{taken}")
    assert status == 200 and 'id="composer"' not in page and "Amina" in page
    status, _ = await bram.post(f"/desk/conversations/{taken}/reply", {"text": "hallo"})
    assert status == 409
    assert await said(house, taken, "counsellor") == []


async def test_personal_data_is_warned_about_before_sending(
    amina: Browser, taken: str, house: House
) -> None:
    path, text = f"/desk/conversations/{taken}/reply", "Écrivez à jean.dupont@example.org"
    status, answer = await amina.post(path, {"text": text}, script=True)
    assert status == 200 and "e-mail" in json.loads(answer)["warn"]
    status, page = await amina.post(path, {"text": text})
    assert "jean.dupont@example.org" in page and 'name="sure" value="1"' in page
    assert await said(house, taken, "counsellor") == []
    await amina.post(path, {"text": text, "sure": "1"})
    assert await said(house, taken, "counsellor") == [text]


async def test_an_article_goes_with_the_answer(amina: Browser, taken: str, house: House) -> None:
    found = await amina.get(f"/desk/articles?q=diplôme étranger&conversation={taken}")
    assert "studies/foreign-diploma" in found[1]
    path = f"/desk/articles/studies/foreign-diploma-french.json?conversation={taken}"
    article = json.loads((await amina.get(path))[1])
    fields = {"text": article["text"], "article": article["id"], "sure": "1"}
    await amina.post(f"/desk/conversations/{taken}/reply", fields)
    last = (await house.visitors.messages(taken))[-1]
    assert last.article is not None and last.article.id == "studies/foreign-diploma-french"
    assert last.article.sources and last.kind == "article"


async def test_canned_replies_are_filled_in_and_in_the_visitors_language(
    amina: Browser, house: House, queue: Queue
) -> None:
    await house.canned.save(1, "hello", "Ici {counsellor}, {house}", "Hier {counsellor}, {house}")
    dutch = await queue("nl")
    answer = json.loads((await amina.get(f"/desk/canned.json?conversation={dutch}"))[1])
    assert answer["replies"] == [{"key": "hello", "text": "Hier Amina, Beroepenpunt Brussel"}]
    answer = json.loads((await amina.get("/desk/canned.json"))[1])
    assert answer["replies"][0]["text"] == "Ici Amina, Cité des métiers de Bruxelles"


async def test_notes_and_tags_stay_on_the_desk(amina: Browser, taken: str, house: House) -> None:
    await amina.post(f"/desk/conversations/{taken}/note", {"text": "note très privée"})
    _, page = await amina.post(f"/desk/conversations/{taken}/tags", {"tags": "diplôme, maroc,"})
    assert "note très privée" in page and 'value="diplôme, maroc"' in page
    everything = [message.text for message in await house.visitors.messages(taken)]
    assert not any("privée" in text for text in everything)


async def test_one_click_says_whether_it_was_understood(
    amina: Browser, taken: str, house: House
) -> None:
    _, page = await amina.get(f"/desk/conversations/{taken}")
    assert "Études" in page and "Bien compris" in page
    status, _ = await amina.post(f"/desk/conversations/{taken}/judge", {"seq": "2", "right": "0"})
    assert status == 200
    talk = await house.handover.messages(1, taken, 0)
    assert [item.judged for item in talk.messages if item.message.seq == 2] == [False]


async def test_the_language_is_corrected(amina: Browser, taken: str, house: House) -> None:
    await amina.post(f"/desk/conversations/{taken}/language", {"language": "nl"})
    assert (await house.visitors.state(taken)).language == "nl"
    status, _ = await amina.post(f"/desk/conversations/{taken}/language", {"language": "de"})
    assert status == 400


async def test_a_transfer_waits_for_the_colleague_and_is_said_once(
    amina: Browser, bram: Browser, taken: str, house: House
) -> None:
    bram_id = next(one.id for one in await house.people.all() if one.login == "bram")
    await amina.post(f"/desk/conversations/{taken}/transfer", {"to": f"counsellor:{bram_id}"})
    assert (await house.visitors.state(taken)).owner == "waiting"
    _, page = await bram.get("/desk/")
    assert "Voor u" in page
    texts = [message.text for message in await house.visitors.messages(taken)]
    assert sum("passe à une autre personne" in text for text in texts) == 1


async def test_a_transfer_to_a_team_and_to_nobody(amina: Browser, taken: str, house: House) -> None:
    for nobody in ("", "team:" + "x" * 61):
        status, _ = await amina.post(f"/desk/conversations/{taken}/transfer", {"to": nobody})
        assert status == 400
    await amina.post(f"/desk/conversations/{taken}/transfer", {"to": "team:Actiris"})
    (entry,) = await house.handover.queue()
    assert entry.team == "Actiris"


async def test_given_back_the_bot_answers_again(amina: Browser, taken: str, house: House) -> None:
    status, page = await amina.post(f"/desk/conversations/{taken}/give-back")
    assert status == 200 and "Azimut reprend" in page
    assert (await house.visitors.state(taken)).owner == "bot"
    outcome = await house.visitors.say(taken, text="encore une question")
    assert outcome.messages[-1].text == "echo: encore une question"


async def test_closed_with_an_outcome(amina: Browser, taken: str, house: House) -> None:
    path = f"/desk/conversations/{taken}/close"
    assert (await amina.post(path, {"outcome": "nonsense"}))[0] == 400
    assert (await amina.post(path, {"outcome": "helped"}))[0] == 200
    assert (await house.visitors.state(taken)).owner == "bot"


async def test_who_forgets_everything_vanishes_from_the_desk(
    amina: Browser, taken: str, house: House
) -> None:
    await house.visitors.forget(taken)
    status, page = await amina.get(f"/desk/conversations/{taken}")
    assert status == 404 and "existe pas, ou plus" in page
    status, _ = await amina.get(f"/desk/conversations/{taken}/messages?after=0")
    assert status == 404
    assert taken not in (await amina.get("/desk/"))[1]


async def test_only_new_messages_are_fetched_again_and_then_read(
    amina: Browser, taken: str, house: House
) -> None:
    last = (await house.visitors.messages(taken))[-1].seq
    await house.visitors.say(taken, text="vous êtes là ?")
    _, page = await amina.get("/desk/")
    assert "1 messages non lus" in page
    _, piece = await amina.get(f"/desk/conversations/{taken}/messages?after={last}&seen=1")
    assert piece.count("data-seq=") == 1 and "vous êtes là ?" in piece
    _, page = await amina.get("/desk/")
    assert "non lus" not in page


async def test_the_code_of_a_visitor_is_never_shown(
    amina: Browser, taken: str, house: House
) -> None:
    (slot, *_) = await house.appointments.slots("fr")
    await amina.post(f"/desk/conversations/{taken}/book", {"slot": slot.id, "theme": "studies"})
    code = [m.text for m in await house.visitors.messages(taken) if m.kind == "code"]
    assert len(code) == 1
    secret = code[0].split("**")[-2]
    _, page = await amina.get(f"/desk/conversations/{taken}")
    assert secret not in page and "••••" in page


async def test_an_article_is_of_the_day_in_brussels(
    amina: Browser, taken: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After midnight it is another day here than in Greenwich."""
    clock.forward(hours=14.5)  # 0:30 in Brussels
    await amina.sign_in("amina")
    days: list[date] = []

    def shown(*given: Any) -> ShownArticle:
        days.append(given[-1])
        return shown_article(*given)

    monkeypatch.setattr("desk.pages.help.shown_article", shown)
    path = f"/desk/articles/studies/foreign-diploma-french.json?conversation={taken}"
    assert (await amina.get(path))[0] == 200
    assert days == [MONDAY.date() + timedelta(days=1)]
