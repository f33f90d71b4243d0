"""The chat's small pure functions, each in the browser that runs them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.widget_support import running_site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        page = browser.new_page(timezone_id="America/New_York")
        page.goto(f"{site.url}/?language=fr")  # a page without the chat, whose modules are tried
        page.evaluate("() => import('/widget/texts-fr.js')")
        yield page
        page.close()


def test_events_are_read_however_they_are_cut(page: Page) -> None:
    stream = ': hi\n\nevent: message\nid: 7\ndata: {"a": "é: b"}\n\nretry: 5\n\ndata: {}\n\n'
    for size in (1, 2, 3, 7, 1000):
        told = page.evaluate(
            """async ([stream, size]) => {
                const { eventReader } = await import("/src/stream.js");
                const told = [], feed = eventReader((...event) => told.push(event));
                for (let at = 0; at < stream.length; at += size) feed(stream.slice(at, at + size));
                return told }""",
            [stream, size],
        )
        assert told == [["message", {"a": "é: b"}, 7], ["message", {}, None]]


def test_waits_grow_and_end(page: Page) -> None:
    waits = page.evaluate(
        """async () => { const { pause } = await import("/src/retry.js");
            return Array.from({length: 12}, (_, tries) => pause(tries)) }"""
    )
    assert 350 <= waits[0] <= 650
    assert max(waits) <= 37_500
    assert waits[-1] >= 22_500


def test_weeks_begin_on_monday(page: Page) -> None:
    weeks = page.evaluate(
        """async () => { const { weeks } = await import("/src/calendar.js");
            return ["2026-11", "2027-02", "2024-02"].map(weeks) }"""
    )
    november, february, leap = weeks
    assert november[0] == [None] * 6 + ["2026-11-01"]  # the first is a Sunday
    assert november[-1][0] == "2026-11-30"
    assert february[0][0] == "2027-02-01" and len(february) == 4
    assert sum(1 for week in leap for day in week if day) == 29


def test_times_are_those_of_brussels_wherever_one_is(page: Page) -> None:
    """The page thinks that it is in New York; the clocks change on 28 March and 31 October."""
    told = page.evaluate(
        """async () => {
            const { byDay } = await import("/src/calendar.js");
            const { hour, wholeMoment, dayOf } = await import("/src/words.js");
            const slots = ["2027-03-28T23:30:00+02:00", "2027-03-27T09:00:00+01:00",
                "2027-10-31T08:00:00Z", "2027-03-27T09:00:00+01:00"];
            const days = byDay(slots.map(start => ({start})));
            return {days: [...days].map(([day, free]) => [day, free.length]),
                hours: slots.map(start => [hour(start, "fr"), hour(start, "nl")]),
                whole: wholeMoment(slots[1]), first: wholeMoment("2026-12-01T09:30:00+01:00"),
                late: dayOf("2026-12-31T23:30:00Z")} }"""
    )
    assert told["days"] == [["2027-03-27", 1], ["2027-03-28", 1], ["2027-10-31", 1]]
    assert told["hours"][0] == ["23h30", "23.30 uur"]
    assert told["hours"][2] == ["9h", "9.00 uur"]
    assert told["whole"] == "samedi 27 mars 2027 à 9h"
    assert told["first"] == "mardi 1er décembre 2026 à 9h30"
    assert told["late"] == "2027-01-01"


def test_markup_that_is_not_ours_becomes_text(page: Page) -> None:
    html = (
        '<p onclick="x()">a <b>b</b> <a href="javascript:alert(1)" target="x">c</a>'
        '<a href="https://x.be/">d</a><img src=x onerror=alert(1)></p><style>p{}</style>'
        "<ol start=3><li>e</li></ol>"
    )
    shown = page.evaluate(
        """async html => {
            const { toNodes } = await import("/src/safe.js");
            const box = document.createElement("div");
            box.append(toNodes(html, "fr")); return box.innerHTML }""",
        html,
    )
    assert "onclick" not in shown and "javascript" not in shown and "<img" not in shown
    assert "<style" not in shown and "<b>" not in shown
    assert 'href="https://x.be/"' in shown and 'rel="noopener noreferrer"' in shown
    assert '<ol start="3">' in shown


def test_french_signs_never_begin_a_line_and_easy_lines_stand_apart(page: Page) -> None:
    shown = page.evaluate(
        """async html => {
            const { apart, toNodes } = await import("/src/safe.js");
            return [toNodes(html, "fr"), toNodes(html, "fr", false), toNodes(apart(html), "fr")]
                .map(nodes => { const box = document.createElement("div");
                    box.append(nodes); return box.innerHTML }) }""",
        "<p>Qui ? « Moi » :<br><strong>lui</strong> !</p>",
    )
    assert shown == [
        "<p>Qui&nbsp;? «&nbsp;Moi&nbsp;»&nbsp;:<br><strong>lui</strong>&nbsp;!</p>",
        "<p>Qui ? « Moi » :<br><strong>lui</strong> !</p>",
        "<p>Qui&nbsp;? «&nbsp;Moi&nbsp;»&nbsp;:</p><p><strong>lui</strong>&nbsp;!</p>",
    ]


def test_an_answer_on_paper(page: Page) -> None:
    text = page.evaluate(
        """async () => { const { asText } = await import("/src/paper.js");
            return asText({text: "**Oui**, voir [Actiris](https://actiris.brussels).", article: {
                title: "T", written: "2026-11-23", reviewed: null, sources: [
                {title: "S", url: "https://s.be", date: "2026-03"}]}}, "fr") }"""
    )
    assert text.startswith("Oui, voir Actiris (https://actiris.brussels).")
    assert "- S (mars 2026) https://s.be" in text
    assert "Écrit le 23 novembre 2026. Pas encore relu par un conseiller." in text


def test_errands_are_done_in_order_and_kept_until_they_are(page: Page) -> None:
    """The first judgement is lost, then replaced; a refusal is final; deletions survive all."""
    told = page.evaluate(
        """async () => {
            const { Errands } = await import("/src/errands.js");
            const { Patience } = await import("/src/retry.js");
            const { Session } = await import("/src/session.js");
            const session = new Session(), patience = new Patience();
            session.keep({ id: "c1", token: "t1" });
            const asked = [], real = window.fetch;
            let reached = false;
            window.fetch = async (path, { method, body, headers, keepalive }) => {
                if (!reached) throw new TypeError("offline");
                asked.push([method, path, body || "", headers.Authorization, keepalive]);
                const status = path.endsWith("/language") ? 404 : 204;
                return new Response(status === 204 ? null : "{}", { status });
            };
            try {
                const errands = new Errands(session, patience);
                errands.add("POST", "/feedback", { seq: 4, helpful: true });
                errands.add("POST", "/feedback", { seq: 6, helpful: true });
                errands.add("POST", "/feedback", { seq: 4, helpful: false });
                errands.add("PUT", "/language", { language: "nl" });
                const done = errands.add("DELETE", "");
                const kept = JSON.parse(sessionStorage.azimut).errands.length;
                reached = true;
                const nudge = setInterval(() => patience.wake(), 10);
                await done;
                clearInterval(nudge);
                return { asked, kept, left: session.kept.errands.length };
            } finally { window.fetch = real; session.erase(); }
        }"""
    )
    assert told["kept"] == 4 and told["left"] == 0
    bodies = [body for _, _, body, _, _ in told["asked"]]
    assert bodies == ['{"seq":6,"helpful":true}', '{"seq":4,"helpful":false}',
                      '{"language":"nl"}', ""]  # fmt: skip
    assert told["asked"][3] == ["DELETE", "/api/conversations/c1", "", "Bearer t1", True]


def test_of_two_conversations_one_is_everybodys(page: Page) -> None:
    """What was said wins; else the older one; both tabs come to the same."""
    outcomes = page.evaluate(
        """async () => {
            const { Conversation } = await import("/src/conversation.js");
            const { Session } = await import("/src/session.js");
            const outcome = (mine, begun, theirs, theyBegan) => {
                const session = new Session(), told = [];
                const tabs = { tell: (kind) => told.push(kind) };
                session.kept.id = mine;
                const talk = new Conversation(session, tabs);
                if (begun) talk.messages.set(1, { author: "visitor" });
                talk.resume = async () => {};
                talk.meet({ id: theirs, token: "t", begun: theyBegan }, true);
                const id = session.kept.id;
                talk.end("gone"); session.erase();
                return [id, told.includes("here")];
            };
            return [outcome("", false, "b", false), outcome("a", false, "b", false),
                outcome("b", false, "a", false), outcome("a", false, "b", true),
                outcome("b", true, "a", false), outcome("b", true, "a", true),
                outcome("a", false, "a", true)];
        }"""
    )
    assert outcomes == [
        ["b", False], ["a", True], ["a", False], ["b", False], ["b", True], ["b", True],
        ["a", False],
    ]  # fmt: skip
