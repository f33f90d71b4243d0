"""What admins decide, and that nobody else does."""

from __future__ import annotations

import re

import pytest
from aiohttp.test_utils import TestServer

from service.house import House
from tests.scenario.desk.conftest import Queue
from tests.support.desk_support import Browser, browsing

PAGES = ("counsellors", "settings", "closing-days", "canned", "audit", "counsellors/1")


@pytest.mark.parametrize("page", PAGES)
async def test_counsellors_see_no_admin_page(bram: Browser, amina: Browser, page: str) -> None:
    assert (await bram.get(f"/desk/admin/{page}"))[0] == 403
    assert (await amina.get(f"/desk/admin/{page}"))[0] == 200


async def test_counsellors_do_no_admin_deed(bram: Browser, house: House) -> None:
    assert (await bram.post("/desk/admin/settings", {"retention_days": "1"}))[0] == 403
    assert (await bram.post("/desk/admin/counsellors/2", {"role": "admin"}))[0] == 403
    assert (await bram.post("/desk/admin/counsellors/1/password"))[0] == 403
    assert (await house.people.get(2)).role == "counsellor"


async def test_a_new_account_works_with_the_password_that_is_shown_once(
    amina: Browser, server: TestServer
) -> None:
    fields = {"login": "Chloe", "name": "Chloé", "role": "counsellor", "languages": "fr"}
    _, page = await amina.post("/desk/admin/counsellors", fields)
    found = re.search(r'<code class="secret">([^<]+)</code>', page)
    assert found is not None
    async with browsing(server) as chloe:
        status, page = await chloe.sign_in("chloe", found[1])
        assert status == 200 and 'id="queue"' in page
    status, page = await amina.post("/desk/admin/counsellors", fields)
    assert status == 400 and "existe déjà" in page


async def test_an_account_that_is_switched_off_is_out_at_once(
    amina: Browser, bram: Browser
) -> None:
    fields = {"name": "Bram", "role": "counsellor", "languages": "nl", "cap": "4",
              "interface_language": "nl"}  # fmt: skip
    status, _ = await amina.post("/desk/admin/counsellors/2", fields)  # active is not ticked
    assert status == 200
    assert 'name="login"' in (await bram.get("/desk/"))[1]


async def test_an_admin_cannot_lock_himself_out(amina: Browser, house: House) -> None:
    fields = {"name": "Amina", "role": "counsellor", "languages": "fr", "cap": "4",
              "interface_language": "fr", "active": "1"}  # fmt: skip
    status, page = await amina.post("/desk/admin/counsellors/1", fields)
    assert status == 400 and "vos propres droits" in page
    assert (await house.people.get(1)).role == "admin"


async def test_settings_are_changed_and_nonsense_is_refused(amina: Browser, house: House) -> None:
    _, page = await amina.get("/desk/admin/settings")
    fields = dict(re.findall(r'type="number" name="(\w+)" value="(\d+)"', page))
    fields |= {"place_fr": "La Cité", "place_nl": "Het Punt", "confirm_by_hand": "1"}
    fields |= {"at_fr": "à la Cité", "at_nl": "in het Punt"}
    status, _ = await amina.post("/desk/admin/settings", {**fields, "retention_days": "10"})
    assert status == 200
    settings = await house.settings.get()
    assert settings.retention_days == 10 and settings.confirm_by_hand
    assert settings.place_fr == "La Cité"
    status, _ = await amina.post("/desk/admin/settings", {**fields, "retention_days": "0"})
    assert status == 400
    assert (await house.settings.get()).retention_days == 10


async def test_live_chat_hours_may_have_a_break(amina: Browser, house: House) -> None:
    fields = {"from-0-1": "09:00", "until-0-1": "12:00", "from-0-2": "13:00", "until-0-2": "16:00"}
    await amina.post("/desk/admin/settings/hours", fields)
    spans = [(span["from"], span["until"]) for span in (await house.settings.get()).live_chat]
    assert spans == [("09:00", "12:00"), ("13:00", "16:00")]
    bad = {"from-0-1": "12:00", "until-0-1": "09:00"}
    assert (await amina.post("/desk/admin/settings/hours", bad))[0] == 400


async def test_closing_days_of_the_house_and_of_the_law(amina: Browser) -> None:
    fields = {"day": "2026-12-24", "fr": "Veille de Noël", "nl": "Kerstavond"}
    _, page = await amina.post("/desk/admin/closing-days", fields)
    assert "Veille de Noël" in page and "Jour férié" in page
    _, page = await amina.post("/desk/admin/closing-days/remove", {"day": "2026-12-24"})
    assert "Veille de Noël" not in page


async def test_canned_replies_need_both_languages(amina: Browser, house: House) -> None:
    path = "/desk/admin/canned"
    assert (await amina.post(path, {"key": "hi", "fr": "Salut", "nl": ""}))[0] == 400
    assert (await amina.post(path, {"key": "Hi", "fr": "Salut", "nl": "Dag"}))[0] == 200
    assert [reply.key for reply in await house.canned.all()] == ["hi"]
    await amina.post(f"{path}/remove", {"key": "hi"})
    assert await house.canned.all() == ()


async def test_the_audit_trail_says_who_did_what_and_holds_no_text(
    amina: Browser, bram: Browser, queue: Queue, house: House
) -> None:
    conversation = await queue("nl", "zeer geheim onderwerp")
    await bram.get(f"/desk/conversations/{conversation}")
    await bram.post(f"/desk/conversations/{conversation}/claim")
    await bram.post(f"/desk/conversations/{conversation}/reply", {"text": "ook geheim"})
    _, page = await amina.get("/desk/admin/audit")
    assert "A ouvert une conversation" in page and "A répondu" in page and "Bram" in page
    assert conversation in page and "geheim" not in page
    bram_id = next(one.id for one in await house.people.all() if one.login == "bram")
    _, page = await amina.get(f"/desk/admin/audit?by={bram_id}")
    assert "A lu le journal" not in page
