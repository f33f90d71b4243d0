"""Bad lines, restarts, reloads and two tabs: what is said arrives once, and is shown once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.widget_page import ASK, Visitor, until, wait_for
from tests.browser.widget_support import Site, spoken

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_a_language_chosen_offline_is_told_before_the_next_message(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    page.evaluate("import(document.documentElement.dataset.nl)")  # its texts are there already
    page.context.set_offline(True)
    page.locator(".languages [lang=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    visitor.say("dag")
    expect(visitor.at_("visitor").last.locator(".fate")).to_be_visible()
    page.context.set_offline(False)
    expect(visitor.at_("bot").last).to_contain_text("echo: dag")
    expect(visitor.at_("bot").last).to_have_attribute("lang", "nl")
    assert spoken(site, visitor.conversation()) == "nl"


def test_a_judgement_made_offline_arrives_later(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    answer = visitor.ask(ASK["fr"], "article")
    page.context.set_offline(True)
    answer.locator(".helpful button").nth(1).click()
    expect(answer.locator(".helpful p")).to_be_focused()
    until(page, "JSON.parse(sessionStorage.azimut).errands.length === 1")
    page.context.set_offline(False)
    until(page, "JSON.parse(sessionStorage.azimut).errands.length === 0")
    gaps = site.do(site.house.gaps.open())
    assert any(gap.reason == "unhelpful" for gap in gaps)


def test_a_reload_resumes_and_a_new_browser_does_not(
    page: Page, site: Site, browser: Browser
) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.ask(ASK["fr"], "article").locator(".helpful button").first.click()
    page.locator("#write").fill("à moitié")
    page.reload()
    expect(visitor.at_("article")).to_have_count(1)
    assert visitor.said() == [ASK["fr"]]
    expect(page.locator("#write")).to_have_value("à moitié")
    expect(visitor.at_("article").locator(".helpful p")).to_be_visible()  # judged once
    assert visitor.stored()["local"] == {}
    assert visitor.stored()["cookies"] == ""
    other = Visitor.at(page.context.browser.new_page(), site.url)  # type: ignore[union-attr]
    assert other.said() == []
    other.page.close()


def test_two_tabs_show_one_conversation(context: BrowserContext, site: Site) -> None:
    first = Visitor.at(context.new_page(), site.url)
    first.ask("bonjour")
    second = Visitor.at(context.new_page(), site.url)
    expect(second.at_("visitor")).to_have_count(1)
    second.ask("de la deuxième")
    first.page.bring_to_front()  # what is hidden may rest
    expect(first.at_("visitor")).to_have_count(2)
    first.ask("de la première")
    expect(second.at_("visitor")).to_have_count(3)
    assert first.said() == second.said() == ["bonjour", "de la deuxième", "de la première"]
    second.page.bring_to_front()
    second.menu(6)
    second.page.locator("dialog .grave").click()
    expect(first.page.locator(".ended")).to_be_visible()


def test_a_tab_that_is_late_joins_the_conversation(context: BrowserContext, site: Site) -> None:
    """A slow second tab hears of the first only after it has begun on its own."""
    first = Visitor.at(context.new_page(), site.url)
    first.ask("bonjour")
    late = context.new_page()
    late.add_init_script(
        """const Real = BroadcastChannel;
        window.BroadcastChannel = class extends EventTarget {
            constructor(name) {
                super();
                this.real = new Real(name);
                this.real.onmessage = ({ data }) => setTimeout(() =>
                    this.dispatchEvent(new MessageEvent("message", { data })), 1000);
            }
            postMessage(data) { this.real.postMessage(data); }
        };"""
    )
    second = Visitor.at(late, site.url)
    expect(second.at_("visitor")).to_have_count(1)
    assert second.conversation() == first.conversation()
    assert first.said() == ["bonjour"]


def test_what_is_typed_offline_is_sent_once(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    page.context.set_offline(True)
    expect(page.locator(".banner[data-kind=offline]")).to_be_visible()
    for text in ("un", "deux", "trois"):
        visitor.say(text)
    expect(visitor.at_("visitor").last.locator(".fate")).to_be_visible()
    visitor.picture("offline-fr")
    page.context.set_offline(False)
    expect(visitor.at_("bot").last).to_contain_text("echo: trois")
    expect(page.locator(".banner")).to_be_hidden()
    conversation = visitor.stored()["session"]["id"]
    messages = site.do(site.house.visitors.messages(conversation))
    own = [message.text for message in messages if message.author == "visitor"]
    assert own == ["un", "deux", "trois"] == visitor.said()


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again(page: Page, site: Site) -> None:
    page.route("**/events", lambda route: route.abort())  # else the answer comes that way
    visitor = Visitor.at(page, site.url)
    keys: list[str | None] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) <= 2:
            route.fetch()  # the server gets it and answers, but the answer never arrives
            return route.abort()
        return route.continue_()

    page.route("**/messages", lose_the_answer)
    visitor.say("une seule fois")
    expect(visitor.at_("bot").last).to_contain_text("echo: une seule fois")
    assert len(set(keys)) == 1 and len(keys) == 3
    messages = site.do(site.house.visitors.messages(visitor.stored()["session"]["id"]))
    assert [m.text for m in messages if m.author == "visitor"] == ["une seule fois"]
    assert visitor.said() == ["une seule fois"]


def test_what_is_typed_while_the_server_restarts_is_sent_once(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    site.do(site.stop())
    visitor.say("pendant")
    expect(visitor.at_("visitor").last.locator(".fate")).to_be_visible()
    expect(page.locator(".banner[data-kind=offline]")).to_be_visible()
    site.do(site.start())
    expect(visitor.at_("bot").last).to_contain_text("echo: pendant")
    expect(page.locator(".banner")).to_be_hidden()
    messages = site.do(site.house.visitors.messages(visitor.conversation()))
    own = [message.text for message in messages if message.author == "visitor"]
    assert own == ["bonjour", "pendant"] == visitor.said()


def test_what_is_typed_before_anything_is_ready_is_sent(page: Page, site: Site) -> None:
    held: list[Route] = []
    page.route("**/api/conversations", lambda route: held.append(route))
    page.goto(f"{site.url}/widget?language=fr")
    visitor = Visitor(page, page)
    visitor.say("vite")
    wait_for(page, lambda: bool(held), "the conversation is asked for")
    visitor.say("vite encore")
    held[0].continue_()
    expect(visitor.at_("bot").last).to_contain_text("echo: vite encore")
    assert visitor.said() == ["vite", "vite encore"]


def test_a_reload_while_sending_loses_nothing(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    page.context.set_offline(True)
    visitor.say("avant le rechargement")
    page.context.set_offline(False)
    page.reload()
    expect(visitor.at_("bot").last).to_contain_text("avant le rechargement")
    expect(visitor.at_("visitor")).to_have_text([re.compile("avant le rechargement")])


def test_what_arrived_while_its_answer_was_lost_is_shown_once(page: Page, site: Site) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/events*", lambda route: route.abort())
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    page.route("**/messages", lose)
    visitor.say("une seule fois")
    until(page, "JSON.parse(sessionStorage.azimut).outbox[0]?.state === 'waiting'")
    page.reload()
    expect(visitor.at_("visitor").nth(2).locator(".fate")).to_be_visible()  # as if not sent
    page.unroute_all(behavior="wait")
    expect(visitor.at_("visitor")).to_have_text([re.compile("bonjour"), re.compile("une seule")])
    expect(visitor.at_("visitor").locator(".fate")).to_have_count(0)


def test_a_person_who_writes_during_a_cut_is_read_after_it(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.say("hand_over")
    expect(page.locator(".banner")).to_be_visible()
    conversation = visitor.stored()["session"]["id"]
    site.do(site.house.handover.claim(site.counsellor.id, conversation))
    expect(page.locator("html")).to_have_attribute("data-owner", "counsellor")
    page.context.set_offline(True)
    for text in ("un", "deux"):
        site.do(site.house.handover.reply(site.counsellor.id, conversation, text))
    page.context.set_offline(False)
    expect(visitor.at_("counsellor")).to_have_count(2)
    site.do(site.house.handover.give_back(site.counsellor.id, conversation))
