"""The whole story, in two browser windows, with the trained model and the real service."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Error, Page, async_playwright, expect

from bot.secrets import load_keys
from bot.settings import load_settings
from service.house import open_house
from tests.support.fake_engine import FakeEngine
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.timeout(240)]
PICTURES = Path(os.environ.get("AZIMUT_TEST_PICTURES", "test-output/pictures"))


async def _open_all_day(server: Server) -> None:
    """Live chat at every hour, so that the story can be told at any."""
    settings = load_settings({"AZIMUT_DATA_DIR": str(server.folder / "var")})
    house = await open_house(settings.database, FakeEngine(), load_keys(settings))
    week = [{"weekday": day, "from": "00:00", "until": "23:59"} for day in range(7)]
    await house.settings.change(None, live_chat=week)
    await house.core.database.close()


@pytest.fixture
async def server(model: Path, tmp_path: Path) -> AsyncIterator[Server]:
    running = Server(tmp_path, model)
    await asyncio.to_thread(running.start)
    await _open_all_day(running)
    yield running
    await asyncio.to_thread(running.stop)


@pytest.fixture
async def browser(browser_address: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        connected = await playwright.chromium.connect(browser_address)
        yield connected
        await connected.close()


async def say(page: Page, text: str) -> None:
    await page.locator("#write").fill(text)
    await page.keyboard.press("Enter")


def last(page: Page, kind: str = "bot") -> object:
    return page.locator(f".message.{kind}").last


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(Error):  # a picture is for people: no test fails for want of one
        await page.screenshot(path=PICTURES / f"story-{name}.png", timeout=10_000)


async def sign_in(page: Page, server: Server) -> None:
    await page.goto(f"{server.url}/desk/")
    await page.locator("input[name=login]").fill("demo")
    await page.locator("input[name=password]").fill(server.demo_password)
    await page.locator("button.primary").click()
    await expect(page.locator("#waiting-count")).to_be_visible()


async def test_the_whole_story(server: Server, browser: Browser) -> None:
    desk = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="fr-BE")
    phone = await browser.new_page(
        viewport={"width": 390, "height": 844}, locale="fr-BE", reduced_motion="reduce"
    )
    await sign_in(desk, server)

    # a question in French, answered with its sources
    await phone.goto(f"{server.url}/widget?language=fr")
    await expect(phone.locator(".message.bot").first).to_be_visible()
    await say(phone, "Comment faire reconnaître mon diplôme marocain ?")
    answer = phone.locator(".message.article").last
    await expect(answer).to_contain_text("équivalence")
    await expect(answer).to_contain_text("Sources")
    await expect(answer).to_have_attribute("lang", "fr")
    await picture(phone, "answer")

    # Dutch
    await say(phone, "hoeveel uren mag ik werken als student?")
    answer = phone.locator(".message.article").last
    await expect(answer).to_contain_text("650 uur")
    await expect(answer).to_have_attribute("lang", "nl")

    # a person: the counsellor sees it, claims it, and replies
    await say(phone, "ik wil met een persoon praten")
    waiting = desk.locator("[data-take]").first
    await expect(waiting).to_be_visible()
    await waiting.click()
    await expect(desk.locator("#draft")).to_be_visible()
    await expect(desk.get_by_text("hoeveel uren mag ik werken als student").first).to_be_visible()
    await picture(desk, "desk")
    await desk.locator("#draft").fill("Dag! Ik kijk het even met u na.")
    await desk.locator("#send").click()
    await expect(phone.locator(".message.counsellor").last).to_contain_text("Ik kijk het even")
    await say(phone, "heel graag, dank u")
    await expect(desk.get_by_text("heel graag, dank u").first).to_be_visible()
    await expect(phone.locator(".message.counsellor")).to_have_count(1)
    await picture(phone, "person")

    # back to the assistant
    await desk.locator("form[action$='/give-back'] button").first.click()
    await expect(phone.locator(".message.notice").last).to_contain_text("Azimut")

    # book in words, cancel, forget
    await say(phone, "ik wil een afspraak maken")
    await expect(phone.locator(".message.slots").last).to_be_visible()
    await say(phone, "volgende dinsdag na 14u")
    offered = phone.locator(".message.slots").last.locator("[data-choice]")
    await expect(offered.first).to_contain_text(re.compile(r"^\W*1?\W*di"))
    await offered.first.click()
    booked = phone.locator(".message.code").last
    await expect(booked).to_contain_text(re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}"))
    await picture(phone, "booked")
    await say(phone, "ik wil mijn afspraak annuleren")
    await phone.locator(".message .choices [data-choice]").last.wait_for()
    await say(phone, "ja")
    await expect(phone.locator(".message.bot").last).to_contain_text("afgezegd")
    await say(phone, "vergeet mij")
    gone = phone.get_by_text(re.compile("gewist|effacé")).last
    await expect(gone).to_be_visible()
