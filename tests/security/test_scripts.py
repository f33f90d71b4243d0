"""No words of a person become a script: through every field, to the widget and to the desk."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser

import pytest

from channels.web.wire import message_json
from service.markdown import to_html
from service.types import ArticleCard
from tests.security.stage import Stage, browser, visitor

EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><body onpageshow=alert(1)>",
    "</script><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](http://evil.example/seen.png)",
    "[x](vbscript:x 'onclick=alert(1)')",
    "<http://a.example/\" onmouseover=\"alert(1)>",
    "`<script>alert(1)</script>`",
    "<style>*{background:url(http://evil.example)}</style>",
    "<form action=http://evil.example><input name=q>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<link rel=stylesheet href=http://evil.example>",
    "<!--><script>alert(1)</script>-->",
    "{{7*'7'}}${7*7}<%= 7*7 %>{% debug %}#{7*7}",
    "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e",
)  # fmt: skip
ALL = "\n\n".join(EVIL)
SAFE_SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "?", "#", "data:image/")


class Page(HTMLParser):
    """Collects what could run, load or lead astray."""

    def __init__(self, text: str, *, piece: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []
        self._piece = piece
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge a tag with its attributes."""
        given = {name.lower(): value or "" for name, value in attrs}
        if tag in {"iframe", "object", "embed", "base", "math", "style"}:
            self.bad.append(tag)
        if self._piece and tag in {"script", "form", "meta", "link", "img", "svg", "input"}:
            self.bad.append(tag)
        if tag == "script" and "src" not in given and "json" not in given.get("type", ""):
            self.bad.append(f"inline script {given}")
        for name, value in given.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.bad.append(f"{tag} {name}")
            address = "".join(value.split()).lower()
            if name in {"href", "src", "action", "formaction"} and address:
                relative = ":" not in address.split("/")[0]
                if not (address.startswith(SAFE_SCHEMES) or relative) or "evil" in address:
                    self.bad.append(f"{tag} {name}={value}")


def harmless(text: str, *, piece: bool = False) -> None:
    """Fails when a page holds something that runs."""
    assert Page(text, piece=piece).bad == []


def test_the_judge_knows_a_bad_page() -> None:
    for text in EVIL[:7]:
        assert Page(text).bad, text


@pytest.mark.parametrize("text", EVIL)
def test_markdown_comes_out_clean(text: str) -> None:
    harmless(to_html(text).replace("http://evil.example/seen.png", ""), piece=True)
    assert "<script" not in to_html(text)


async def test_what_visitors_write_reaches_the_widget_as_text(here: Stage) -> None:
    mine = await visitor(here)
    for text in EVIL:
        here.clock.forward(seconds=5)
        await here.house.visitors.say(mine.id, text=text)
    for after in (0, 30):
        listing = await here.reads(f"{mine.path}/messages?after={after}", token=mine.token)
        for message in json.loads(listing)["messages"]:
            harmless(message["html"].replace("http://evil.example/seen.png", ""), piece=True)


async def hostile_house(here: Stage) -> str:
    """Every field that a person can fill in holds all of the evil: the conversation's id."""
    house, card = here.house, ArticleCard(EVIL[1], EVIL[0], (), EVIL[2], None, ALL, (), ())
    people = {one.login: one for one in await house.people.all()}
    amina = people["amina"]
    await house.people.add(EVIL[2][:40], EVIL[0][:80], team=EVIL[1][:60])
    await house.people.change(amina.id, name=EVIL[1], team=EVIL[0])
    evil = {"place_fr": EVIL[0], "place_nl": EVIL[1], "at_fr": EVIL[1], "at_nl": EVIL[0]}
    await house.settings.change(amina.id, **evil)
    await house.canned.save(amina.id, "evil", ALL, ALL)
    await house.agenda.add_closing_day(amina.id, date(2026, 12, 9), EVIL[0], EVIL[1])
    mine = await visitor(here)
    say = house.visitors.say
    await say(mine.id, text="xyzzy")
    await say(mine.id, text=ALL)
    await say(mine.id, text=f"message {ALL}"[:3900])
    await say(mine.id, text="book")
    await say(mine.id, text="person")
    await house.handover.claim(amina.id, mine.id)
    await house.handover.note(amina.id, mine.id, ALL)
    await house.handover.tag(amina.id, mine.id, (EVIL[1][:30], EVIL[0][:25]))
    await house.handover.reply(amina.id, mine.id, ALL, article=card)
    (left,) = await house.left_messages.waiting()
    await house.left_messages.answer(amina.id, left.id, ALL)
    return mine.id


async def test_no_page_of_the_desk_runs_what_people_wrote(here: Stage) -> None:
    talk = await hostile_house(here)
    (booked,) = await here.house.agenda.between(here.clock.now, here.clock.now.replace(year=2027))
    pages = [
        "/desk/",
        f"/desk/conversations/{talk}",
        f"/desk/conversations/{talk}/messages",
        f"/desk/conversations/{talk}/head",
        f"/desk/conversations/{talk}/composer",
        f"/desk/conversations/{talk}/side",
        f"/desk/conversations/{talk}/book",
        "/desk/pieces/queue",
        "/desk/pieces/alarms",
        "/desk/left-messages",
        "/desk/appointments",
        f"/desk/appointments/{booked.id}",
        "/desk/availability",
        "/desk/account",
        "/desk/articles?q=" + "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/desk/admin/counsellors",
        "/desk/admin/counsellors/3",
        "/desk/admin/settings",
        "/desk/admin/closing-days",
        "/desk/admin/canned",
        "/desk/admin/audit",
        "/desk/statistics",
        "/desk/?done=%3Cscript%3E",
        "/desk/%3Cscript%3Ealert(1)%3C/script%3E",
    ]
    seen = ""
    async with browser(here, "amina") as amina:
        for path in pages:
            status, page = await amina.get(path)
            assert status in {200, 404}, (path, status)
            harmless(page.replace("http://evil.example/seen.png", "").replace("evil.example", "."))
            seen += page
        _, ready = await amina.get("/desk/canned.json", **{"X-Desk": "fetch"})
    assert "<script>alert" not in seen
    assert "&lt;script&gt;alert" in seen  # it was there, as text
    assert json.loads(ready)


async def test_the_visitor_gets_the_counsellors_words_clean(here: Stage) -> None:
    talk = await hostile_house(here)
    for view in await here.house.visitors.messages(talk):
        harmless(message_json(view)["html"].replace("evil.example", "."), piece=True)


async def test_addresses_and_headers_of_a_request_are_never_echoed_as_html(here: Stage) -> None:
    evil = "%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    for path in (
        f"/{evil}", f"/?language={evil}", f"/widget?language={evil}",
        f"/api/articles/{evil}/{evil}",
        f"/api/articles?q={evil}&theme={evil}", f"/desk/sign-in?next={evil}&done={evil}",
        f"/desk/sign-in?language={evil}", f"/webhooks/whatsapp?hub.challenge={evil}",
    ):  # fmt: skip
        status, text, headers = await here.ask("GET", path, headers={"Accept-Language": evil})
        assert status < 500, path
        if "html" in headers.get("Content-Type", ""):
            harmless(text)
        assert "<script>alert" not in text, path


async def test_every_answer_carries_the_security_headers(here: Stage) -> None:
    """Pages allow no inline script; what is no page allows nothing at all."""
    paths = (
        "/", "/widget", "/widget.js", "/desk/", "/desk/sign-in", "/api/articles", "/health/live",
        "/api/openapi.json", "/nowhere", "/api/nowhere", "/desk/nowhere", "/webhooks/whatsapp",
        "/metrics",
    )  # fmt: skip
    for path in paths:
        _, _, headers = await here.ask("GET", path)
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy, (path, policy)
        assert "default-src 'none'" in policy or "default-src 'self'" in policy, (path, policy)
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}, path
        if path != "/widget":
            assert "frame-ancestors 'none'" in policy or "frame-ancestors 'self'" in policy, path
    _, _, headers = await here.ask("GET", "/widget")
    assert "evil" not in headers["Content-Security-Policy"]
    assert "frame-ancestors" in headers["Content-Security-Policy"]


async def test_foreign_pages_may_not_read_the_api(here: Stage) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1:8080.evil.example"):
        _, _, headers = await here.ask("GET", "/api/hours", headers={"Origin": origin})
        assert headers.get("Access-Control-Allow-Origin") is None, origin
        assert "Access-Control-Allow-Credentials" not in headers
        asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        _, _, headers = await here.ask("OPTIONS", "/api/conversations", headers=asks)
        assert headers.get("Access-Control-Allow-Origin") is None, origin


@pytest.mark.parametrize("scheme", ["magnet", "ftp", "sms", "data", "file", "intent"])
def test_a_link_leads_to_a_page_a_mailbox_or_a_telephone_only(scheme: str) -> None:
    assert "href" not in to_html(f"[ici]({scheme}:abc)")
    assert 'href="tel:107"' in to_html("[107](tel:107)")
