"""The chat on other people's pages: hostile ones, forbidden ones, slow lines."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget_page import PICTURES, Visitor, inside, until, wait_for
from tests.browser.widget_support import Site, forgotten

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


LINE = {
    "offline": False,
    "latency": 400,  # milliseconds
    "downloadThroughput": 50_000,  # bytes a second
    "uploadThroughput": 25_000,
}


def opened(page: Page, url: str, language: str = "fr") -> Visitor:
    """Open the chat on a page by keyboard, which needs no look into the closed shadow root."""
    page.goto(url)
    until(page, "window.azimut")
    page.evaluate("window.azimut.open()")
    visitor = Visitor(page, inside(page), language)
    visitor.greeted()
    return visitor


@pytest.mark.parametrize(("width", "height"), [(1000, 720), (360, 740)])
def test_a_page_with_hostile_css_and_csp(
    browser: Browser, site: Site, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    visitor = opened(page, site.host_url)
    inside = visitor.frame.evaluate("[innerWidth, innerHeight]")
    if width == 360:
        assert inside == [360, 740]  # the whole screen
        assert page.evaluate("document.body.inert") is True
    else:
        assert inside == [420, 680]
    visitor.ask("bonjour")
    visitor.picture(f"hostile-{width}")
    font = visitor.frame.evaluate("getComputedStyle(document.body).fontFamily")
    assert "fantasy" not in font
    page.keyboard.press("Escape")
    until(page, "!document.body.inert && document.activeElement.localName === 'azimut-chat'")
    assert [text for text in complaints if "azimut" in text or "127.0.0.1" in text] == []
    page.close()


def test_the_page_around_sees_nothing_of_the_chat(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    visitor = opened(page, site.host_url)
    page.evaluate("window.heard = []; addEventListener('message', e => heard.push(e.data))")
    visitor.ask("mon secret")
    assert page.evaluate("document.querySelector('azimut-chat').shadowRoot") is None
    assert page.evaluate("frames[0] ? 'x' : 'none'") in {"x", "none"}
    reached = page.evaluate(
        "() => { try { return String(frames[0].document.body.innerText) } catch (e) { return '' } }"
    )
    assert reached == ""
    assert "secret" not in str(page.evaluate("window.heard"))
    page.close()


def test_only_the_page_around_is_obeyed(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    visitor = opened(page, f"{site.url}/")
    visitor.ask("bonjour")
    # a message from somewhere else (here: the frame itself, a window that is not its parent)
    visitor.frame.evaluate("window.postMessage({azimut: 'hidden', scheme: 'dark'}, '*')")
    page.evaluate("window.postMessage({azimut: 'leave', to: 'https://evil.example'}, '*')")
    visitor.ask("encore")  # whatever the two would have done is done by now
    page.evaluate("window.azimut.close()")
    until(page, "document.activeElement.localName === 'azimut-chat'")
    assert page.url == f"{site.url}/"
    assert visitor.frame.evaluate("document.documentElement.dataset.scheme") is None
    page.close()


def test_a_page_that_is_not_named_cannot_show_the_chat(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(site.host_url.replace("localhost", "stranger.localhost"))
    until(page, "window.azimut")
    page.evaluate("window.azimut.open()")
    wait_for(page, lambda: any("frame-ancestors" in text for text in refused), "the refusal")
    page.close()


def test_colours_of_the_page_are_worn(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}/")
    until(page, "window.azimut")
    page.evaluate(
        "document.documentElement.style.setProperty('--azimut-accent', 'rgb(90, 20, 120)')"
    )
    page.evaluate("window.azimut.open()")
    frame = inside(page)
    until(frame, "document.documentElement.style.getPropertyValue('--accent')")
    colour = frame.evaluate("getComputedStyle(document.querySelector('.send')).backgroundColor")
    assert colour == "rgb(90, 20, 120)"
    page.close()


def test_news_are_counted_while_the_chat_is_closed(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    visitor = opened(page, f"{site.url}/")
    visitor.say("hand_over")
    expect(visitor.frame.locator(".banner")).to_be_visible()
    conversation = visitor.stored()["session"]["id"]
    site.do(site.house.handover.claim(site.counsellor.id, conversation))
    page.evaluate("window.azimut.close()")
    page.evaluate("addEventListener('message', e => window.told ||= e.data.count)")
    site.do(site.house.handover.reply(site.counsellor.id, conversation, "Êtes-vous là ?"))
    until(page, "window.told >= 1")
    site.do(site.house.handover.give_back(site.counsellor.id, conversation))
    page.close()


def test_no_request_to_others_and_no_cookie(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visitor = opened(page, f"{site.url}/")
    visitor.ask("bonjour")
    assert asked and all(url.startswith((site.url, "blob:", "data:")) for url in asked)
    assert context.cookies() == []
    context.close()


def test_an_old_phone_on_a_bad_line(browser: Browser, site: Site) -> None:
    """4 times slower, 400 ms away, 400 kbit/s: how long until one can write is told, not judged,
    since machines differ. What it depends on is counted: round trips and bytes."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", LINE)
    asked: list[str] = []
    loaded: list[float] = []
    phone.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    phone.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    begun = time.monotonic()
    page.goto(f"{site.url}/widget?language=fr", wait_until="commit")
    page.locator("#write").wait_for()
    page.locator("#write").fill("bonjour")
    usable = time.monotonic() - begun
    needed = [url for url in asked if "/api/" not in url and "icon" not in url]
    page.locator("#write").press("Enter")
    expect(page.locator(".message.bot").last).to_contain_text("echo: bonjour")
    answered = time.monotonic() - begun
    told = f"usable after {usable:.1f} s, answered after {answered:.1f} s\n"
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "widget-old-phone.txt").write_text(told, "utf-8")
    assert len(needed) == 4, needed  # the page, then style, texts and program at the same time
    assert sum(loaded) < 30 * 1024  # with all heads, the conversation and the first answer
    context.close()


def test_leaving_quickly_takes_the_whole_page_away(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.route("https://www.meteo.be/**", lambda route: route.fulfill(body="<h1>ailleurs</h1>"))
    visitor = opened(page, f"{site.url}/")
    visitor.ask("mon secret")
    conversation = visitor.conversation()
    visitor.frame.locator(".leave").click()
    expect(page.locator("h1")).to_have_text("ailleurs")
    wait_for(page, lambda: forgotten(site, conversation), "deleted at the server")
    page.goto(f"{site.url}/widget?language=fr")
    visitor = Visitor(page, page)
    visitor.greeted()
    assert visitor.said() == []
    page.close()
