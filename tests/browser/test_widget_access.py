"""The chat for everybody: axe in every state, the keyboard alone, small and enlarged screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget_page import ASK, CODE, Visitor, inside
from tests.browser.widget_support import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe().axe_script
NO_SIDEWAYS = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""


def faults(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe finds, in short."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [
        f"{fault['id']}: {node['html'][:120]} {node['any'][:1]}"
        for fault in found
        for node in fault["nodes"]
    ]


Step = Callable[[Visitor, Site], None]


def _start(visitor: Visitor, _: Site) -> None:
    visitor.greeted()


def _answered(visitor: Visitor, _: Site) -> None:
    visitor.ask(ASK[visitor.language], "article").locator(".helpful button").first.click()
    visitor.at_("article").locator("[aria-pressed]").first.click()
    visitor.at_("article").locator("details summary").first.click()


def _chosen(visitor: Visitor, _: Site) -> None:
    visitor.ask("choisir").locator(".choice").first.click()
    expect(visitor.at_("article")).to_have_count(2)


def _calendar(visitor: Visitor, _: Site) -> None:
    offered = visitor.ask("book", "slots")
    offered.locator("summary").click()
    offered.locator(".calendar td button").first.click()


def _booked(visitor: Visitor, _: Site) -> None:
    visitor.at_("slots").locator(".choices .choice").nth(2).click()
    expect(visitor.at_("code")).to_have_count(1)


def _distress(visitor: Visitor, _: Site) -> None:
    visitor.ask("aidez-moi", "distress")


def _appointment(visitor: Visitor, _: Site) -> None:
    code = CODE.findall(visitor.at_("code").inner_text())[0]
    visitor.show("appointment")
    visitor.frame.locator("#code").fill(code)
    visitor.frame.locator("#code").press("Enter")
    expect(visitor.frame.locator(".moment")).to_be_visible()


def _unknown_code(visitor: Visitor, _: Site) -> None:
    visitor.frame.locator("#code").fill("2222-AAAA")
    visitor.frame.locator("#code").press("Enter")
    expect(visitor.frame.locator("[role=alert]")).to_be_visible()


def _articles(visitor: Visitor, _: Site) -> None:
    visitor.show("articles")
    expect(visitor.frame.locator(".result").first).to_be_visible()


def _article(visitor: Visitor, _: Site) -> None:
    visitor.frame.locator(".result").first.click()
    visitor.frame.locator("article summary").first.click()


def _about(visitor: Visitor, _: Site) -> None:
    visitor.menu(4)
    expect(visitor.frame.locator(".about li").first).to_be_visible()


def _menu(visitor: Visitor, _: Site) -> None:
    visitor.frame.locator("[aria-controls=menu]").click()


def _sure(visitor: Visitor, _: Site) -> None:
    visitor.frame.locator("#menu button").last.click()


def _forgotten(visitor: Visitor, _: Site) -> None:
    visitor.frame.locator("dialog .grave").click()
    expect(visitor.frame.locator(".ended")).to_be_visible()


def _queue(visitor: Visitor, _: Site) -> None:
    visitor.say("hand_over")
    expect(visitor.frame.locator(".banner")).to_be_visible()


def _person(visitor: Visitor, site: Site) -> None:
    conversation = visitor.stored()["session"]["id"]
    site.do(site.house.handover.claim(site.counsellor.id, conversation))
    site.do(site.house.handover.reply(site.counsellor.id, conversation, "Bonjour !"))
    expect(visitor.at_("counsellor")).to_have_count(1)
    site.do(site.house.handover.typing(site.counsellor.id, conversation))


def _offline(visitor: Visitor, site: Site) -> None:
    conversation = visitor.stored()["session"]["id"]
    site.do(site.house.handover.give_back(site.counsellor.id, conversation))
    visitor.page.context.set_offline(True)
    visitor.say("hors ligne")
    expect(visitor.frame.locator(".banner")).to_be_visible()
    expect(visitor.frame.locator(".fate")).to_be_visible()


JOURNEYS: dict[str, tuple[Step, ...]] = {
    "answers": (_start, _answered, _chosen, _distress),
    "appointment": (_calendar, _booked, _appointment, _unknown_code),
    "articles": (_articles, _article, _about, _menu, _sure, _forgotten),
    "people": (_queue, _person, _offline),
}


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<main><button></button><p style='color:#ccc'>hardly to be read</p></main>")
    assert any("button-name" in fault for fault in faults(page))
    assert any("color-contrast" in fault for fault in faults(page, ["color-contrast"]))
    page.close()


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("journey", JOURNEYS)
def test_axe_finds_nothing_in_any_state(
    browser: Browser, site: Site, journey: str, language: str
) -> None:
    """By light all rules, in the dark what depends on it: contrast."""
    found: dict[str, list[str]] = {}
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    visitor = Visitor.at(context.new_page(), site.url, language)
    for step in JOURNEYS[journey]:
        step(visitor, site)
        name = step.__name__.strip("_")
        found[f"{name} light"] = faults(visitor.page)
        visitor.picture(f"state-{name}-{language}")
        visitor.page.emulate_media(color_scheme="dark")
        found[f"{name} dark"] = faults(visitor.page, ["color-contrast"])
        if name in ("start", "answered", "person"):
            visitor.picture(f"state-{name}-{language}-dark")
        visitor.page.emulate_media(color_scheme="light")
    context.close()
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_axe_finds_nothing_on_the_front_page_and_in_the_frame(browser: Browser, site: Site) -> None:
    for language in ("fr", "nl"):
        page = browser.new_page(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
        page.goto(f"{site.url}/?language={language}")
        expect(page.locator("azimut-chat")).to_be_attached()
        assert faults(page) == []
        page.locator("#open").click()
        Visitor(page, inside(page)).greeted()
        assert faults(page) == []
        page.close()


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_small_screens_large_text_and_wide_spacing(
    browser: Browser, site: Site, language: str
) -> None:
    """320 px is also what 1280 px are at 400 %; 200 % text by the root's size."""
    for width, height, large in [(320, 568, False), (640, 400, True), (360, 740, True)]:
        page = browser.new_page(viewport={"width": width, "height": height})
        visitor = Visitor.at(page, site.url, language)
        if large:
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        visitor.ask(ASK[language], "article")
        _calendar(visitor, site)
        visitor.picture(f"small-{width}{'-large' if large else ''}-{language}")
        for view in ("chat", "articles", "appointment"):
            visitor.show(view)
            assert page.evaluate(NO_SIDEWAYS), (view, width)
            for control in ("#write", "#search", "#code"):
                field = page.locator(control)
                box = field.bounding_box() if field.count() else None
                assert box is None or box["x"] + box["width"] <= width, (control, width)
        visitor.show("chat")
        page.evaluate(
            "css => {const s = new CSSStyleSheet(); s.replaceSync(css);"
            " document.adoptedStyleSheets = [s]}",
            SPACING,
        )
        assert page.evaluate(NO_SIDEWAYS)
        for choice in page.locator(".choice:visible").all():
            assert choice.evaluate("b => b.scrollWidth <= b.clientWidth + 1"), choice.inner_text()
        page.close()


def test_the_menu_fits_a_phone_enlarged_twice(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 195, "height": 422})
    Visitor.at(page, site.url)
    page.locator("[aria-controls=menu]").click()
    box = page.locator("#menu").bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= 195
    page.close()


def test_targets_are_large_enough(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    visitor = Visitor.at(page, site.url)
    visitor.ask(ASK["fr"], "article")
    _calendar(visitor, site)
    for button in page.locator("button:visible, summary:visible, textarea:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["width"] >= 24 and box["height"] >= 24, button.inner_text()
    page.close()


def test_forced_colours_show_what_was_chosen_and_where_one_is(browser: Browser, site: Site) -> None:
    page = browser.new_page(forced_colors="active")
    visitor = Visitor.at(page, site.url)
    question = visitor.ask("choisir")
    question.locator(".choice").first.click()
    picked, other = question.locator(".choice.picked"), question.locator(".choice:not(.picked)")
    colour = "one => getComputedStyle(one).backgroundColor"
    assert picked.evaluate(colour) != other.first.evaluate(colour)
    edge = "one => getComputedStyle(one).borderBottomColor"
    here, there = page.locator(".tab[aria-current]"), page.locator(".tab:not([aria-current])")
    assert here.evaluate(edge) != there.first.evaluate(edge)
    page.close()
