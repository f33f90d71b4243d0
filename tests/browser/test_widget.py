"""The chat in a browser: what a visitor can do, in both languages."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service.wording import say
from tests.browser.widget_page import ASK, CODE, Visitor, content, until, wait_for
from tests.browser.widget_support import Site, spoken

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_an_answer_with_all_that_belongs_to_it(page: Page, site: Site, language: str) -> None:
    visitor = Visitor.at(page, site.url, language)
    answer = visitor.ask(ASK[language], "article")
    expect(answer).to_have_attribute("lang", language)
    assert answer.locator(".sources li").count() >= 2
    expect(answer.locator(".dates")).to_contain_text("2026")
    visitor.picture(f"answer-{language}")

    whole = answer.locator(".words").inner_text()
    easier = answer.locator("[aria-pressed]").first
    easier.click()
    expect(easier).to_have_attribute("aria-pressed", "true")
    expect(answer.locator(".words > :first-child")).to_be_in_viewport()  # the switch is far below
    assert len(answer.locator(".words").inner_text()) < len(whole)
    easier.click()
    assert answer.locator(".words").inner_text() == whole

    answer.locator(".helpful button").nth(1).click()
    expect(answer.locator(".helpful p")).to_be_focused()
    until(page, "JSON.parse(sessionStorage.azimut).feedback")
    assert visitor.complaints == []
    assert {request.split("/")[2] for request in visitor.requests} == {site.url.split("/")[2]}


def test_choices_by_click_label_and_number(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    for how in ("click", "Les cours du soir", "3"):
        question = visitor.ask("choisir")
        before = visitor.at_("article").count()
        if how == "click":
            question.locator(".choice").first.click()
        else:
            visitor.say(how)
        expect(visitor.at_("article")).to_have_count(before + 1)
    assert visitor.said()[1] == "Le jury central"


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_an_appointment_from_the_calendar(page: Page, site: Site, language: str) -> None:
    visitor = Visitor.at(page, site.url, language)
    offered = visitor.ask("book", "slots")
    offered.locator("summary").click()
    offered.locator(".calendar td button").first.click()
    expect(offered.locator(".times button").first).to_be_focused()
    visitor.picture(f"calendar-{language}")
    if language == "fr":  # the fake reads French moments only
        offered.locator(".times button").first.click()
    else:
        offered.locator(".choices > .choice").first.click()
    code = visitor.at_("code").last
    expect(code).to_contain_text(CODE)
    written = CODE.findall(code.inner_text())[0]
    expect(code.locator(".whole")).to_have_text(written)  # the code alone stays on one line
    with page.expect_download() as download:
        code.locator(".choice").nth(1).click()
    assert content(download.value).startswith("BEGIN:VCALENDAR")

    visitor.show("appointment")
    page.locator("#code").fill(written.lower())
    page.locator("#code").press("Enter")
    expect(page.locator(".moment")).to_be_visible()
    visitor.picture(f"appointment-{language}")
    before = page.locator(".moment").inner_text()
    page.locator(".found .choices button").first.click()
    page.locator(".found .calendar td button").last.click()
    page.locator(".found .times button").last.click()
    expect(page.locator(".found [role=status]")).to_be_visible()
    assert page.locator(".moment").inner_text() != before
    page.locator(".found .choices button").last.click()
    page.locator(".found .choices .main").click()
    expect(page.locator(".found [role=status]")).to_be_visible()
    page.locator("#code").press("Enter")
    expect(page.locator(".found [role=alert]")).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_person_comes_and_goes(page: Page, site: Site, language: str) -> None:
    visitor = Visitor.at(page, site.url, language)
    visitor.say("hand_over")
    expect(page.locator(".banner")).to_contain_text("1")
    wait_no_more = page.locator("[data-does=waiting]")
    expect(wait_no_more).to_be_visible()
    visitor.picture(f"queue-{language}")
    conversation = visitor.stored()["session"]["id"]
    handover, amina = site.house.handover, site.counsellor.id
    site.do(handover.claim(amina, conversation))
    site.do(handover.typing(amina, conversation))
    expect(page.locator(".typing")).to_be_visible()
    site.do(handover.reply(amina, conversation, "Bonjour **vous** !"))
    expect(visitor.at_("counsellor").last.locator("strong")).to_have_text("vous")
    expect(page.locator("html")).to_have_attribute("data-owner", "counsellor")
    expect(wait_no_more).to_be_hidden()
    expect(page.locator(".typing")).to_be_hidden()
    visitor.picture(f"person-{language}")
    visitor.say("merci")
    expect(page.locator(".typing")).to_be_hidden()
    site.do(handover.give_back(amina, conversation))
    expect(page.locator("html")).to_have_attribute("data-owner", "bot")
    expect(page.locator(".banner")).to_be_hidden()
    visitor.ask("choisir")
    assert visitor.complaints == []


def test_articles_can_be_searched_and_read(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    page.locator(".starters .choice").nth(1).click()  # a theme
    expect(page.locator(".result").first).to_be_visible()
    assert page.locator("#theme").input_value() == "studies"
    page.locator("#search").fill("jury")
    expect(page.locator(".result").first).to_contain_text(re.compile("jury", re.I))
    page.locator(".result").first.click()
    expect(page.locator("article h2")).to_be_focused()
    expect(page.locator("article .sources li").first).to_be_visible()
    with page.expect_download() as download:
        page.locator("article .tools button").last.click()
    text = content(download.value)
    assert "https://" in text and "**" not in text
    visitor.picture("article-fr")
    page.locator("article .choice.main").click()
    expect(visitor.at_("visitor").last).to_contain_text("jury", ignore_case=True)


def test_an_answer_to_take_along(context: BrowserContext, site: Site) -> None:
    """Copied, printed, and the whole conversation saved."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    visitor = Visitor.at(page, site.url)
    answer = visitor.ask(ASK["fr"], "article")
    tools = answer.locator(".tools button")
    tools.nth(0).click()
    until(page, "navigator.clipboard.readText().then(text => text.includes('Sources :'))")
    page.evaluate(
        "() => { window.print = () => (window.printed = document.querySelector('.paper').innerText)"
        " }"
    )
    tools.nth(1).click()
    until(page, "window.printed && !document.querySelector('.paper')")
    printed = page.evaluate("window.printed")
    assert "jury central" in printed and "https://" in printed
    assert "Rendez-vous" not in printed  # nothing of what stands around
    visitor.menu(3)
    until(page, "window.printed.includes('Vous')")
    with page.expect_download() as download:
        visitor.menu(2)
    saved = content(download.value)
    assert f"Vous :\n{ASK['fr']}" in saved and "Écrit le" in saved


def test_the_language_can_be_changed_at_any_time(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    first = visitor.stored()["session"]["id"]
    page.locator(".languages [lang=nl]").click()
    expect(visitor.at_("bot").first).to_contain_text("Beroepenpunt")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator(".languages [lang=nl]")).to_be_focused()
    assert visitor.stored()["session"]["id"] != first  # nothing was said: begun afresh
    visitor.ask(ASK["nl"], "article")
    page.locator(".languages [lang=fr]").click()
    expect(page.locator("textarea")).to_have_attribute("placeholder", re.compile("Écrivez"))
    expect(visitor.at_("article").first).to_have_attribute("lang", "nl")
    expect(visitor.at_("local")).to_contain_text("On continue en français")
    wait_for(page, lambda: spoken(site, visitor.conversation()) == "fr", "the server knows")
    assert visitor.said() == [ASK["nl"]]  # no word was put into the visitor's mouth
    expect(visitor.ask("bonjour")).to_have_attribute("lang", "fr")
    page.locator(".local .link").click()  # the last answer, in the other language
    expect(page.locator("article")).to_have_attribute("lang", "fr")


def test_writing_the_other_language_changes_what_stands_around(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    visitor.ask("nederlands")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("#write")).to_be_focused()


def test_what_the_server_refuses_can_be_mended(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    page.route(
        "**/messages",
        lambda route: route.fulfill(
            status=413,
            body=json.dumps({"error": {"code": "text_too_long", "message": "Trop long."}}),
        ),
    )
    visitor.say("un roman")
    expect(visitor.at_("failed")).to_contain_text("Trop long.")
    visitor.at_("failed").locator("button").click()
    expect(page.locator("#write")).to_have_value("un roman")
    expect(visitor.at_("failed")).to_have_count(0)
    page.unroute("**/messages")
    visitor.ask("une nouvelle")


def test_what_was_masked_is_explained_also_after_a_reload(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.ask("appelez-moi au 0478 12 34 56")
    for _ in range(2):
        expect(visitor.at_("visitor").locator(".words")).to_have_text("appelez-moi au [tel]")
        expect(visitor.at_("visitor").locator(".fate")).to_have_text(say("widget.masked", "fr"))
        page.reload()


def test_a_text_that_is_too_long_is_not_sent(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.say("a" * 4100)
    expect(page.locator("#count")).to_contain_text("100")
    assert visitor.said() == []


def test_an_old_choice_puts_the_question_again(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    question = visitor.ask("choisir")
    choice = question.locator(".choice").first.get_attribute("data-choice")
    kept = visitor.stored()["session"]
    page.request.post(
        f"{site.url}/api/conversations/{kept['id']}/messages",
        data={"choice": choice},
        headers={"Authorization": f"Bearer {kept['token']}"},
    )
    expect(visitor.at_("article")).to_have_count(1)
    question.locator(".choice").first.click()
    expect(visitor.frame.locator(".message.bot .number")).to_have_count(8)  # greeting, twice
    assert visitor.complaints == ["Failed to load resource: the server responded with a status of"
                                  " 409 (Conflict)"]  # fmt: skip


def test_script_in_a_message_is_text(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    page.on("dialog", lambda dialog: pytest.fail(f"ran: {dialog.message}"))
    answer = visitor.ask("<script>alert(1)</script>")
    expect(answer).to_contain_text("<script>alert(1)</script>")
    assert visitor.said() == ["<script>alert(1)</script>"]
    assert page.locator(".message img, .message script").count() == 0
    page.reload()
    expect(visitor.at_("visitor")).to_have_count(1)
    assert visitor.said() == ["<script>alert(1)</script>"]
    assert visitor.complaints == []


def test_help_lines_can_be_called(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    help_lines = visitor.ask("aidez-moi", "distress")
    expect(help_lines.locator("a[href='tel:112']")).to_be_visible()
    expect(help_lines.locator("a[href='tel:080032123']")).to_be_visible()
    visitor.picture("distress-fr")
