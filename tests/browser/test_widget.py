"""The chat in a browser: what a visitor can do, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.widget_page import ASK, CODE, Visitor, content, until, wait_for
from tests.browser.widget_support import Site, forgotten, running_site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 390, "height": 800}, locale="fr-BE")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def spoken(visitor: Visitor, site: Site) -> str | None:
    """The language of the conversation, as the server knows it."""
    return site.do(site.house.visitors.state(visitor.conversation())).language


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
    visitor.picture(f"queue-{language}")
    conversation = visitor.stored()["session"]["id"]
    handover, amina = site.house.handover, site.counsellor.id
    site.do(handover.claim(amina, conversation))
    site.do(handover.typing(amina, conversation))
    expect(page.locator(".typing")).to_be_visible()
    site.do(handover.reply(amina, conversation, "Bonjour **vous** !"))
    expect(visitor.at_("counsellor").last.locator("strong")).to_have_text("vous")
    expect(page.locator("html")).to_have_attribute("data-owner", "counsellor")
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
    wait_for(page, lambda: spoken(visitor, site) == "fr", "the server knows")
    assert visitor.said() == [ASK["nl"]]  # no word was put into the visitor's mouth
    expect(visitor.ask("bonjour")).to_have_attribute("lang", "fr")
    page.locator(".local .link").click()  # the last answer, in the other language
    expect(page.locator("article")).to_have_attribute("lang", "fr")


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
    assert spoken(visitor, site) == "nl"


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


def test_writing_the_other_language_changes_what_stands_around(page: Page, site: Site) -> None:
    visitor = Visitor.at(page, site.url)
    visitor.ask("bonjour")
    visitor.ask("nederlands")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("#write")).to_be_focused()


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
    visitor.ask("encore")
    second = visitor.conversation()
    page.route("**/api/conversations/*", lambda route: route.abort())
    visitor.menu(6)
    page.locator("dialog .grave").click()
    page.locator(".ended button").click()
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


def test_only_who_asks_is_remembered_on_the_device(context: BrowserContext, site: Site) -> None:
    visitor = Visitor.at(context.new_page(), site.url)
    visitor.ask("bonjour")
    visitor.menu(5)
    visitor.page.close()
    again = Visitor.at(context.new_page(), site.url)
    assert again.said() == ["bonjour"]
    again.menu(5)
    assert again.stored()["local"] == {}


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
    assert visitor.said() == ["avant le rechargement"]


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
