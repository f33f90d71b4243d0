"""The desk's pages of learning: a gap becomes a phrasing in a few clicks."""

from __future__ import annotations

import html
import re

import pytest

from service.house import House
from tests.support.desk_support import Browser
from tests.support.fake_engine import FakeEngine, result

ARTICLE = "studies/exam-board"
QUESTION = "comment puis-je passer le jury central cette année-ci <b>svp</b>"


@pytest.fixture(autouse=True)
async def gap(house: House) -> None:
    assert isinstance(house.engine, FakeEngine)
    house.engine.answer = lambda turn: result(
        turn,
        "unknown",
        outcome="unanswered",
        act="ask",
        ranking=({"id": ARTICLE, "confidence": 0.3},),
    )
    started = await house.visitors.start("fr")
    await house.visitors.say(started.id, text=QUESTION)


def fields(page: str) -> dict[str, str]:
    """What the editor's form would send."""
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    inputs = re.findall(r'<input(?: type="hidden")? name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in (*areas, *inputs) if name != "csrf"}


async def test_a_gap_becomes_a_phrasing(amina: Browser, house: House) -> None:
    _, page = await amina.get("/desk/gaps")
    assert html.escape(QUESTION) in page and "<b>svp</b>" not in page
    ids = re.findall(r'name="ids" value="([^"]+)"', page)
    form = {"deed": "phrasing", "ids": ids[0], "article": ARTICLE, "language": "fr"}
    text = "comment puis-je passer le jury central cette année-ci"
    status, page = await amina.post("/desk/gaps", form | {"texts": text})
    assert status == 200 and html.escape(QUESTION) not in page
    accepted = await house.learning.revisions.accepted()
    assert text in accepted[ARTICLE].text
    _, page = await amina.get("/desk/changes")
    assert ARTICLE in page
    _, patch = await amina.get("/desk/changes/patch")
    assert f'+    - "{text}"' in patch


async def test_only_what_is_ticked_is_settled(amina: Browser, house: House) -> None:
    started = await house.visitors.start("fr")
    await house.visitors.say(started.id, text=QUESTION)
    _, page = await amina.get("/desk/gaps")
    first, second = re.findall(r'type="checkbox" name="ids" value="(\d+)"', page)
    assert (await amina.post("/desk/gaps", {"deed": "ignore", "ids": first}))[0] == 200
    assert [gap.id for gap in await house.gaps.open()] == [int(second)]
    status, _ = await amina.post("/desk/gaps", {"deed": "ignore"})
    assert status == 400


async def test_what_was_taken_for_no_business_of_ours_is_shown_when_asked_for(
    amina: Browser, house: House
) -> None:
    assert isinstance(house.engine, FakeEngine)
    house.engine.answer = lambda turn: result(turn, "no", outcome="out_of_scope", act="ask")
    started = await house.visitors.start("fr")
    await house.visitors.say(started.id, text="le diplôme du soir")
    assert "le diplôme du soir" not in (await amina.get("/desk/gaps"))[1]
    _, page = await amina.get("/desk/gaps?reason=out_of_scope")
    assert "le diplôme du soir" in page and html.escape(QUESTION) not in page


@pytest.mark.parametrize("deed", ["out_of_scope", "ignore"])
async def test_a_gap_is_put_aside(amina: Browser, house: House, deed: str) -> None:
    _, page = await amina.get("/desk/gaps")
    ids = re.findall(r'name="ids" value="([^"]+)"', page)[0]
    assert (await amina.post("/desk/gaps", {"deed": deed, "ids": ids}))[0] == 200
    assert await house.gaps.open() == ()


async def test_a_gap_begins_an_article(amina: Browser, house: House) -> None:
    _, page = await amina.get("/desk/gaps")
    ids = re.findall(r'name="ids" value="([^"]+)"', page)[0]
    form = {"deed": "draft", "ids": ids, "theme": "studies", "draft_language": "fr"}
    form |= {"slug": "a-new-one", "draft_texts": "une question"}
    status, page = await amina.post("/desk/gaps", form)
    assert status == 200 and "studies/a-new-one" in page and "une question" in page
    status, _ = await amina.post("/desk/gaps", form | {"slug": "../x"})
    assert status == 400


async def test_the_editor_previews_refuses_and_accepts(amina: Browser, house: House) -> None:
    address = f"/desk/knowledge/{ARTICLE}"
    _, page = await amina.get(address)
    form = fields(page)
    bad = form | {"fr.answer": "Cela coûte 98765 euros.", "deed": "accept"}
    status, page = await amina.post(address, bad)
    assert status == 409 and "98765" in page
    assert await house.learning.revisions.accepted() == {}

    good = form | {"fr.title": "Le jury central en bref", "deed": "preview"}
    status, page = await amina.post(address, good)
    assert status == 200 and "<h4>Le jury central en bref</h4>" in page
    assert await house.learning.revisions.accepted() == {}
    status, page = await amina.post(address, good | {"deed": "accept"})
    assert status == 200
    accepted = await house.learning.revisions.accepted()
    assert "Le jury central en bref" in accepted[ARTICLE].text
    status, _ = await amina.post(address, good | {"deed": "accept"})  # an old page: seen is 0
    assert status == 409


async def test_training_is_for_admins(amina: Browser, bram: Browser) -> None:
    assert (await amina.get("/desk/trials"))[0] == 200
    await bram.get("/desk/gaps")
    assert (await bram.get("/desk/trials"))[0] == 403
    for path in ("/desk/trials", "/desk/trials/1/publish", "/desk/trials/back"):
        assert (await bram.post(path))[0] == 403


async def test_owners(amina: Browser, house: House) -> None:
    _, page = await amina.get("/desk/upkeep")
    assert ARTICLE in page
    me = str((await house.people.all())[0].id)
    await amina.post("/desk/upkeep", {"article": ARTICLE, "owner": me})
    _, page = await amina.get("/desk/upkeep?mine=1")
    assert page.count('name="article"') == 1


async def test_an_owner_is_somebody(amina: Browser, house: House) -> None:
    for nobody, refused in (("99999999999999999999", 400), ("²", 400), ("987654321", 404)):
        status, _ = await amina.post("/desk/upkeep", {"article": ARTICLE, "owner": nobody})
        assert status == refused, nobody


async def test_changes_that_nobody_can_have_made(amina: Browser) -> None:
    await amina.get("/desk/gaps")
    for deed in ("accept", "withdraw"):
        assert (await amina.post(f"/desk/changes/99999999999999999999/{deed}"))[0] == 404


@pytest.mark.parametrize("slug", ["../x", "x" * 300])
async def test_a_name_that_is_none_begins_nothing(amina: Browser, slug: str) -> None:
    _, page = await amina.get("/desk/gaps")
    ids = re.findall(r'name="ids" value="([^"]+)"', page)[0]
    form = {"deed": "draft", "ids": ids, "theme": "studies", "draft_language": "fr"}
    status, _ = await amina.post("/desk/gaps", form | {"slug": slug, "draft_texts": "une question"})
    assert status == 400


@pytest.mark.parametrize("odd", ["aspects: [cost]", "aspects: 5", "questions: {a: b}"])
async def test_a_draft_of_another_form_can_still_be_opened(amina: Browser, odd: str) -> None:
    """Who edits the whole text may write anything; the page must open to mend it."""
    address = f"/desk/knowledge/{ARTICLE}"
    _, page = await amina.get(address)
    text = "fr:\n  title: a\n  " + odd + "\nnl:\n  title: b\n"
    form = fields(page) | {"text": text, "whole": "1", "deed": "save"}
    assert (await amina.post(address, form))[0] == 200
    status, page = await amina.get(address)
    assert status == 200 and html.escape(odd) in page
