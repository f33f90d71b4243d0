"""What stays on a device and at the server when a visitor goes: only what they want."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.widget_page import CODE, Visitor, wait_for
from tests.browser.widget_support import Site, forgotten

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_forget_me_is_at_once_and_said(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    kept = visitor.stored()["session"]
    visitor.menu(6)
    page.locator("dialog .grave").click()
    expect(page.locator(".ended p")).to_be_focused()
    expect(page.locator(".ended")).to_contain_text("tout est effacé, ici et chez nous")
    visitor.picture("forgotten-fr")
    assert visitor.stored()["session"] is None
    answer = page.request.get(
        f"{site.url}/api/conversations/{kept['id']}",
        headers={"Authorization": f"Bearer {kept['token']}"},
    )
    assert answer.status == 404
    page.locator(".ended button").click()
    visitor.greeted()
    visitor.ask("encore")


def test_forget_me_without_a_connection(page: Page, site: Site) -> None:
    """Gone here at once, and there as soon as it can be; who begins anew is not disturbed."""
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    first = visitor.conversation()
    page.context.set_offline(True)
    visitor.menu(6)
    page.locator("dialog .grave").click()
    expect(page.locator(".ended")).to_contain_text("dès que la connexion revient")
    page.context.set_offline(False)
    expect(page.locator(".ended")).to_contain_text("ici et chez nous")
    assert forgotten(site, first)
    assert visitor.stored()["session"] is None

    page.locator(".ended button").click()
    visitor.greeted()
    visitor.ask("encore")
    second = visitor.conversation()
    page.route("**/api/conversations/*", lambda route: route.abort())
    visitor.menu(6)
    page.locator("dialog .grave").click()
    page.locator(".ended button").click()
    visitor.greeted()
    visitor.ask("de nouveau")
    page.unroute("**/api/conversations/*")
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_for(page, lambda: forgotten(site, second), "deleted at the server")
    visitor.ask("toujours là")
    expect(page.locator(".ended")).to_have_count(0)


def test_forgotten_elsewhere(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    site.do(site.house.visitors.forget(visitor.stored()["session"]["id"]))
    expect(page.locator(".ended")).to_be_visible()
    assert visitor.stored()["session"] is None


def test_leaving_quickly_leaves_nothing(page: Page, site: Site) -> None:
    page.route("https://www.meteo.be/**", lambda route: route.fulfill(body="<h1>ailleurs</h1>"))
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    visitor.menu(5)  # kept on the device
    assert visitor.stored()["local"]
    kept = visitor.stored()["session"]
    page.locator(".leave").click()
    expect(page.locator("h1")).to_have_text("ailleurs")
    wait_for(page, lambda: forgotten(site, kept["id"]), "deleted at the server")
    page.go_back()
    assert "bonjour" not in page.content()
    page.goto(f"{site.url}/widget")
    visitor.greeted()
    assert visitor.said() == []
    assert visitor.stored()["local"] == {}


def test_leaving_quickly_keeps_the_appointment(page: Page, site: Site) -> None:
    page.route("https://www.meteo.be/**", lambda route: route.fulfill(body="<h1>ailleurs</h1>"))
    visitor = Visitor.at(page, site.url)
    visitor.ask("book", "slots").locator(".choices > .choice").first.click()
    expect(visitor.at_("code")).to_have_count(1)
    code = CODE.findall(visitor.at_("code").inner_text())[0]
    conversation = visitor.conversation()
    page.locator(".leave").click()
    expect(page.locator("h1")).to_have_text("ailleurs")
    wait_for(page, lambda: forgotten(site, conversation), "deleted at the server")
    page.goto(f"{site.url}/widget?language=fr")
    visitor.greeted()
    visitor.show("appointment")
    page.locator("#code").fill(code)
    page.locator("#code").press("Enter")
    expect(page.locator(".moment")).to_be_visible()


def test_only_who_asks_is_remembered_on_the_device(context: BrowserContext, site: Site) -> None:
    visitor = Visitor.at(context.new_page(), site.url)
    visitor.ask("bonjour")
    visitor.menu(5)
    visitor.page.close()
    again = Visitor.at(context.new_page(), site.url)
    assert again.said() == ["bonjour"]
    again.menu(5)
    assert again.stored()["local"] == {}
