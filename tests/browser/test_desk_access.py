"""Every page of the desk, looked at by axe, and walked through with the keyboard."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from tests.browser.desk_pages import ARTICLE, busy_day
from tests.browser.desk_support import FLAGS, Site, making_site, sign_in, violations

WIDE: ViewportSize = {"width": 1280, "height": 800}
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


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


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("nl", "dark")])
async def test_every_page_is_for_everybody(
    browser: Browser, site: Site, tmp_path: Path, language: str, scheme: str
) -> None:
    """Nothing for axe to find, and no sideways scrolling in a narrow window.

    Words depend on the language and colours on the scheme, neither on both.
    """
    places = await busy_day(site, tmp_path)
    amina = next(one for one in await site.house.people.all() if one.login == "amina")
    await site.house.people.change(amina.id, interface_language=language)
    _, page = await sign_in(browser, site, "amina", color_scheme=scheme, viewport=WIDE)
    found: dict[str, list[str]] = {}
    for path in places.pages():
        answer = await page.goto(f"{site.url}/desk/{path}")
        assert answer is not None and answer.status == 200, path
        await expect(page.locator("html")).to_have_attribute("lang", language)
        found[path] = await violations(page) + await too_wide(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


async def too_wide(page: Page) -> list[str]:
    """What does not fit 320 pixels: a window of 1280, enlarged four times (WCAG 1.4.10)."""
    await page.set_viewport_size({"width": 320, "height": 700})
    width = await page.evaluate("document.documentElement.scrollWidth")
    await page.set_viewport_size(WIDE)
    return [f"{width} pixels wide"] if width > 320 else []


async def test_an_article_is_previewed_from_the_keyboard(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    _, page = await sign_in(browser, site, "amina")
    await page.goto(f"{site.url}/desk/knowledge/{ARTICLE}")
    title = page.locator("[name='fr.title']")
    await title.fill("Le jury central, pas à pas")
    await page.locator("button[value=preview]").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".sides h4").first).to_have_text("Le jury central, pas à pas")
    await expect(title).to_have_value("Le jury central, pas à pas")
    assert await violations(page) == []


async def test_figures_and_trial_lead_on_without_a_mouse(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    await busy_day(site, tmp_path, waiting=4)
    _, page = await sign_in(browser, site, "amina")
    await page.goto(f"{site.url}/desk/statistics/overview?period=year&from=2025-01-01")
    await page.locator("a[rel=prev]").focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("from=2024-01-01"))
    await page.goto(f"{site.url}/desk/trials")
    await page.locator("form[action$='/publish'] button").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".flag").first).to_be_visible()
    live = await site.house.learning.publications.present()
    assert live is not None and len(live.revisions) == 1
    await page.locator("form[action$='/back'] button").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".flash")).to_be_visible()
    back = await site.house.learning.publications.present()
    assert back is not None and back.revisions == ()
