"""The chat by keyboard alone, by ear, and without movement."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget_page import Visitor, inside, until
from tests.browser.widget_support import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_only_new_messages_are_announced(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    live = page.locator("[role=log]")
    expect(live).to_have_attribute("aria-live", "polite")
    assert live.count() == 1
    assert page.locator("[aria-live=assertive]").count() == 0
    assert page.locator("body[aria-live], main[aria-live], section[aria-live]").count() == 0
    page.evaluate(
        """() => { window.heard = []; const log = document.querySelector("[role=log]");
        new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(node =>
            log.getAttribute("aria-live") === "polite" && window.heard.push(node.textContent)
        ))).observe(log, {childList: true, subtree: true}) }"""
    )
    visitor.ask("encore")
    heard = page.evaluate("window.heard")
    assert sum("echo: encore" in text for text in heard) == 1
    assert sum(text.startswith("Vous") and "encore" in text for text in heard) == 1
    assert not any("bonjour" in text for text in heard)
    page.close()


def test_the_whole_story_by_keyboard_alone(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(f"{site.url}/?language=fr")
    expect(page.locator("azimut-chat")).to_be_attached()
    _tab_to(page, "azimut-chat")
    page.keyboard.press("Enter")
    chat = inside(page)
    expect(chat.locator("#write")).to_be_focused()
    page.keyboard.type("choisir")
    page.keyboard.press("Enter")
    expect(chat.locator(".message.bot")).to_have_count(2)
    first = chat.locator(".message.bot").last.locator(".choice").first
    for _ in range(3):  # back from the field over the choices, which stand right before it
        page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.locator(".message.article")).to_have_count(1)
    page.keyboard.press("Escape")
    until(page, "document.activeElement.localName === 'azimut-chat'")
    until(chat, "!document.hasFocus()")  # on the button now, no longer in the frame
    page.keyboard.press("Enter")
    expect(chat.locator("#write")).to_be_focused()
    for _ in range(60):  # no trap: the keyboard gets out of the frame by itself
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") != "azimut-chat":
            break
    else:
        raise AssertionError("the frame holds the keyboard")
    page.close()


def test_the_menu_and_the_question_give_the_keyboard_back(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    Visitor.at(page, site.url)
    button = page.locator("[aria-controls=menu]")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#menu button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.locator("#menu button").last.press("Enter")
    expect(page.locator("dialog button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    page.close()


def test_nothing_moves_for_those_who_do_not_want_it(browser: Browser, site: Site) -> None:
    context = browser.new_context(reduced_motion="reduce")
    visitor = Visitor.at(context.new_page(), site.url)
    visitor.ask("bonjour")
    moving = visitor.page.evaluate("document.getAnimations().length")
    assert moving == 0
    context.close()


def _tab_to(page: Page, tag: str) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == tag:
            return
    raise AssertionError(f"{tag} cannot be reached")
