"""The desk in real browsers: two counsellors and a visitor, races, lost connections."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, async_playwright, expect

from tests.browser.desk_support import FLAGS, Site, making_site, sign_in, violations
from tests.support.desk_support import many_waiting
from tests.support.house_support import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with making_site(tmp_path) as site:
        yield site


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        await running.close()


async def take(page: Page, site: Site, conversation: str) -> None:
    """Open a conversation and take it."""
    await page.goto(f"{site.url}/desk/conversations/{conversation}")
    await page.locator("[data-take-open]").click()
    await page.locator("#draft").wait_for()


async def test_two_counsellors_and_a_visitor(browser: Browser, site: Site) -> None:
    _, amina = await sign_in(browser, site, "amina")
    _, bram = await sign_in(browser, site, "bram")
    phone = await browser.new_page(locale="fr-BE", viewport={"width": 390, "height": 800})
    await phone.goto(f"{site.url}/widget?language=fr")
    await phone.locator(".message.bot").first.wait_for()
    await phone.locator("#write").fill("person")
    await phone.keyboard.press("Enter")
    for page in (amina, bram):  # without reloading
        await expect(page.locator("#waiting-count")).to_have_text("1")
        await expect(page).to_have_title("(1) " + (await page.title()).split(") ")[-1])
    await amina.keyboard.press("t")
    await expect(amina.locator("#draft")).to_be_visible()
    await expect(bram.locator("#waiting-count")).to_have_text("0")
    await bram.locator("details.elsewhere summary").click()
    await expect(bram.locator(".entry.elsewhere")).to_contain_text("Amina")
    await phone.locator("#write").press_sequentially("j'ai une question", delay=20)
    await expect(amina.locator("#typing")).to_be_visible()
    await phone.keyboard.press("Enter")
    await expect(amina.locator(".message.visitor").last).to_contain_text("j'ai une question")
    await amina.keyboard.press("r")
    await amina.keyboard.type("Bonjour, je vous écoute.")
    await amina.keyboard.press("Enter")
    await expect(phone.locator(".message.counsellor").last).to_contain_text("je vous écoute")
    await expect(amina.locator("#draft")).to_have_value("")
    await amina.locator("form[action$='/give-back'] button").click()
    await expect(phone.locator(".message").last).to_contain_text("Azimut")
    await expect(bram.locator("details.elsewhere")).to_have_count(0)


async def test_who_is_too_late_is_told_who_was_quicker(browser: Browser, site: Site) -> None:
    conversation = await site.visitor("bonjour")
    _, amina = await sign_in(browser, site, "amina")
    _, bram = await sign_in(browser, site, "bram")
    for page in (amina, bram):
        await page.goto(f"{site.url}/desk/conversations/{conversation}")
    await asyncio.gather(
        amina.locator("[data-take-open]").click(), bram.locator("[data-take-open]").click()
    )
    for _ in range(600):  # until one of the two may write
        has_it = [page for page in (amina, bram) if await page.locator("#draft").count()]
        if has_it:
            break
        await asyncio.sleep(0.1)
    winner = has_it[0]
    loser = bram if winner is amina else amina
    await expect(winner.locator("#draft")).to_be_visible()
    await expect(loser.locator("#problems, .composer.closed").first).to_contain_text(
        "Amina" if winner is amina else "Bram"
    )
    await expect(loser.locator("#draft")).to_have_count(0)


async def test_a_forgotten_conversation_leaves_the_screen_at_once(
    browser: Browser, site: Site
) -> None:
    conversation = await site.visitor("mon secret")
    _, amina = await sign_in(browser, site, "amina")
    await take(amina, site, conversation)
    await expect(amina.get_by_text("mon secret").first).to_be_visible()
    await site.house.visitors.forget(conversation)
    await expect(amina.get_by_text("mon secret")).to_have_count(0)
    await expect(amina.locator("#log")).to_contain_text("effacé")


async def test_canned_reply_article_and_warning_from_the_keyboard(
    browser: Browser, site: Site
) -> None:
    await site.house.canned.save(1, "bonjour", "Bonjour, ici {counsellor}.", "Dag, {counsellor}.")
    await site.house.canned.save(1, "bye", "Au revoir.", "Tot ziens.")
    conversation = await site.visitor("bonjour")
    _, amina = await sign_in(browser, site, "amina")
    await take(amina, site, conversation)
    draft = amina.locator("#draft")
    await draft.focus()
    await amina.keyboard.type("/b")
    await expect(amina.locator("#canned-list [role=option]")).to_have_count(2)
    await amina.keyboard.press("ArrowDown")
    await amina.keyboard.press("ArrowUp")
    await amina.keyboard.press("Enter")
    await expect(draft).to_have_value("Bonjour, ici Amina.")
    await amina.keyboard.press("Escape")
    await amina.keyboard.press("a")
    await amina.keyboard.type("diplôme étranger")
    await amina.locator("#article-hits button").first.click()
    await expect(amina.locator("#attached")).to_be_visible()
    await draft.fill("Écrivez à jean.dupont@example.org")
    await draft.press("Enter")
    await expect(amina.locator("#warn")).to_contain_text("e-mail")
    await draft.press("Enter")  # now it is meant
    await expect(amina.locator(".message.counsellor")).to_have_count(1)
    await expect(amina.locator(".message.counsellor .card-line")).to_be_visible()
    texts = [m.text for m in await site.house.visitors.messages(conversation)]
    assert texts[-1] == "Écrivez à jean.dupont@example.org"


async def test_a_list_of_replies_that_comes_late_takes_no_keys(
    browser: Browser, site: Site
) -> None:
    await site.house.canned.save(1, "bonjour", "Bonjour.", "Dag.")
    conversation = await site.visitor("bonjour")
    _, amina = await sign_in(browser, site, "amina")
    await take(amina, site, conversation)
    asked: list[Route] = []
    go_on = asyncio.Event()

    async def hold(route: Route) -> None:
        asked.append(route)
        await go_on.wait()
        await route.continue_()

    await amina.route("**/canned.json*", hold)
    await amina.locator("#draft").fill("/b")
    await amina.locator("#draft").fill("/bo")
    await amina.locator("#draft").fill("Je regarde")
    async with amina.expect_response("**/canned.json*"):
        go_on.set()
    await amina.keyboard.press("Enter")  # sends, and puts in no reply
    await expect(amina.locator(".message.counsellor")).to_have_text(re.compile("Je regarde"))
    assert len(asked) == 1


async def test_who_takes_a_conversation_may_write_at_once(browser: Browser, site: Site) -> None:
    """Nothing is loaded anew under the hands of who has begun to write."""
    conversation = await site.visitor("bonjour")
    _, amina = await sign_in(browser, site, "amina")
    await amina.goto(f"{site.url}/desk/conversations/{conversation}")
    await amina.locator("html[data-ready]").wait_for()
    loaded: list[str] = []
    amina.on("framenavigated", lambda frame: loaded.append(frame.url))
    await amina.keyboard.press("t")
    await expect(amina.locator("#draft")).to_be_focused()
    await amina.keyboard.type("Bonjour")
    await expect(amina.locator("#talk-head .state.mine")).to_be_visible()
    await expect(amina.locator(".entry.mine.current")).to_be_visible()
    await expect(amina.locator("#log")).to_contain_text("est là")
    await expect(amina.locator("#draft")).to_have_value("Bonjour")
    assert loaded == []


async def test_notes_tags_judgement_and_transfer(browser: Browser, site: Site) -> None:
    conversation = await site.visitor("bonjour")
    _, amina = await sign_in(browser, site, "amina")
    _, bram = await sign_in(browser, site, "bram")
    await take(amina, site, conversation)
    await amina.locator("#note").fill("à rappeler")
    await amina.locator("#note + button, form:has(#note) button").first.click()
    await expect(amina.locator(".notes")).to_contain_text("à rappeler")
    await expect(amina.locator("#note")).to_have_value("")
    right = amina.locator("#m2 .judge button").first
    await right.click()
    await expect(amina.locator("#m2 .judge button").first).to_have_attribute("aria-pressed", "true")
    await amina.locator("summary", has_text="Transmettre").click()
    await amina.locator("select[name=to]").select_option(label="Bram (FR, NL) – Disponible")
    await amina.get_by_role("button", name="Transmettre la conversation").click()
    await expect(amina.locator("#toasts")).to_contain_text("Conversation transmise.")
    await expect(amina.locator(".entry.waiting")).to_contain_text("Pour Bram")
    await expect(bram.locator(".entry.for-me")).to_contain_text("Voor u")


async def test_a_lost_connection_loses_nothing(browser: Browser, site: Site) -> None:
    conversation = await site.visitor("bonjour")
    _, amina = await sign_in(browser, site, "amina")
    await take(amina, site, conversation)
    await site.stop()
    await amina.locator("#draft").fill("toujours là")
    await amina.locator("#draft").press("Enter")
    await expect(amina.locator("#problems")).to_contain_text("Pas envoyé")
    await expect(amina.locator("#draft")).to_have_value("toujours là")
    await site.house.visitors.say(conversation, text="écrit pendant la panne")
    await site.start()
    await expect(amina.locator(".message.visitor").last).to_contain_text(
        "écrit pendant la panne", timeout=15_000
    )
    await amina.locator("#draft").press("Enter")
    await expect(amina.locator(".message.counsellor")).to_have_count(1)
    texts = [m.text for m in await site.house.visitors.messages(conversation)]
    assert texts.count("toujours là") == 1


async def test_alarms_and_late_people_are_seen_at_once(browser: Browser, site: Site) -> None:
    await site.visitor(minutes=6)
    await site.visitor(minutes=3)
    await site.visitor(minutes=0)
    _, amina = await sign_in(browser, site, "amina")
    await expect(amina.locator(".entry .age.late")).to_have_count(1)
    await expect(amina.locator(".entry .age.warm")).to_have_count(1)
    await site.house.alarms.ring("engine", "engine")
    await expect(amina.locator(".alarm")).to_contain_text("en panne")
    await site.house.alarms.quiet("engine")
    await expect(amina.locator(".alarm")).to_have_count(0)


async def test_two_hundred_waiting_are_all_shown_and_kept_up_to_date(
    browser: Browser, site: Site
) -> None:
    await many_waiting(site.house, 200)
    _, amina = await sign_in(browser, site, "amina")
    await expect(amina.locator(".entry.waiting")).to_have_count(200)
    await site.visitor()
    await expect(amina.locator("#waiting-count")).to_have_text("201")
    await expect(amina.locator(".entry.waiting")).to_have_count(201)


async def test_without_scripts_everything_important_works(browser: Browser, site: Site) -> None:
    conversation = await site.visitor("bonjour")
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{site.url}/desk/conversations/{conversation}")
    await page.locator("input[name=login]").fill("bram")
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("button.primary").click()
    await page.locator("[data-take-open]").click()
    await page.locator("#draft").fill("Mijn gsm is 0475 12 34 56")
    await page.locator("#send").click()
    await expect(page.locator("#warn")).to_contain_text("telefoon")
    await page.locator("#send").click()
    await expect(page.locator(".message.counsellor")).to_have_count(1)
    await page.locator("form[action$='/give-back'] button").click()
    await expect(page.locator(".flash")).to_contain_text("Azimut neemt")


async def test_a_filter_leaves_the_keyboard_where_it_was(browser: Browser, site: Site) -> None:
    _, amina = await sign_in(browser, site, "amina")
    await amina.locator("input[name=themes]").focus()
    async with amina.expect_navigation():
        await amina.keyboard.press("Space")
    await expect(amina.locator("input[name=themes]")).to_be_checked()
    await expect(amina.locator("input[name=themes]")).to_be_focused()
    async with amina.expect_navigation():
        await amina.keyboard.press("Space")


async def test_shortcuts_can_be_switched_off(browser: Browser, site: Site) -> None:
    await site.visitor()
    _, amina = await sign_in(browser, site, "amina")
    await amina.keyboard.press("?")
    await amina.locator("#shortcuts-on").uncheck()
    await amina.keyboard.press("Escape")
    await amina.keyboard.press("t")
    await asyncio.sleep(0.3)
    assert not await amina.locator("#draft").count()
    assert await violations(amina) == []


async def test_a_draft_outlives_the_loss_of_its_conversation(browser: Browser, site: Site) -> None:
    conversation = await site.visitor("bonjour")
    _, amina = await sign_in(browser, site, "amina")
    await take(amina, site, conversation)
    await amina.locator("#draft").fill("une longue réponse")
    await site.house.handover.transfer(1, conversation, to_team="Actiris")
    await expect(amina.locator("#draft")).to_have_count(0)
    await amina.locator("[data-take-open]").click()
    await expect(amina.locator("#draft")).to_have_value("une longue réponse")


async def test_what_is_being_typed_or_chosen_is_never_swept_away(
    browser: Browser, site: Site
) -> None:
    conversation = await site.visitor("bonjour")
    _, amina = await sign_in(browser, site, "amina")
    await take(amina, site, conversation)
    await amina.locator("#note").fill("à moitié")
    await amina.locator("#draft").fill("une phrase pas finie")
    await amina.locator("summary", has_text="Clôturer").click()
    await amina.locator("input[name=outcome][value=helped]").check()
    await site.house.handover.set_language(2, conversation, "nl")  # a colleague's correction
    await site.house.handover.note(2, conversation, "vu aussi")
    await expect(amina.locator(".notes")).to_contain_text("vu aussi")
    await expect(amina.locator("#draft")).to_have_value("une phrase pas finie")
    await expect(amina.locator("#note")).to_have_value("à moitié")
    await expect(amina.locator("input[name=outcome][value=helped]")).to_be_checked()
    await amina.keyboard.press("Escape")
    await expect(amina.locator("#talk-head .tongue")).to_have_text("NL")
