"""A site with the chat on it for browser tests: the real web channel and house, a fake engine."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from babel.dates import format_datetime

from channels.web.assets import STATIC
from channels.web.setup import WebOptions, add_web
from knowledge.loader import load_knowledge
from knowledge.model import Knowledge
from service.errors import NotFound
from service.house import House
from service.options import HouseOptions
from service.types import ArticleCard, Choice, Effect, Reply, TurnInput, TurnResult, Understanding
from service.wording import say
from tests.support.fake_engine import FakeEngine, obey, result
from tests.support.house_support import make_counsellor, make_house

Result = TypeVar("Result")
ARTICLE = "studies/exam-board"
ASPECTS = ("cost", "conditions", "documents", "deadline")


@dataclass
class Answers:
    """What the fake engine says in the chat: a real article, choices, times, help lines."""

    knowledge: Knowledge

    def __call__(self, turn: TurnInput) -> TurnResult:
        act = turn.choice["act"] if turn.choice else turn.text.strip().casefold()
        if turn.snapshot.owner != "bot" and act not in ("leave_queue", "aidez-moi"):
            return result(turn, outcome="with_counsellor")
        told = self._special(turn, act)
        return told if told is not None else obey(turn)

    def _special(self, turn: TurnInput, act: str) -> TurnResult | None:
        language = turn.language or "fr"
        if "jury" in act or "examencommissie" in act or act == "show_article":
            return _told(turn, self.article(language))
        if act in ("je voudrais parler à une personne.", "hand_over"):
            effect = Effect("hand_over", {"reason": "asked", "urgent": False, "theme": None})
            text = say("handover.queued", language)
            stop = Choice(say("choice.back_to_bot", language), {"act": "leave_queue"})
            reply = Reply(text, language, kind="notice", choices=(stop,))
            return _told(turn, reply, effects=(effect,))
        if act in ("je voudrais prendre rendez-vous.", "book"):
            return self._times(turn, language)
        if act == "pick_slot" or (
            " à " in act and "h" in act and act[-1].isdigit() | (act[-1] == "h")
        ):
            return self._booked(turn, language)
        if act == "aidez-moi":
            person = Choice(say("choice.person_now", language), {"act": "hand_over"})
            text = say("distress.crisis", language)
            return _told(turn, Reply(text, language, kind="distress", choices=(person,)))
        if act == "choisir":
            options = tuple(
                Choice(label, {"act": "show_article"})
                for label in ("Le jury central", "Les cours du soir", "La validation")
            )
            return _told(turn, Reply(say("ask_back.several", language), language, choices=options))
        if act == "<script>alert(1)</script>":
            return _told(
                turn, Reply("<script>alert(1)</script> <img src=x onerror=alert(1)>", language)
            )
        return None

    def article(self, language: str) -> Reply:
        """A long answer, with everything that one can have."""
        shown = self.knowledge.get(ARTICLE).shown(language)
        aspects = [name for name in ASPECTS if name in shown.aspects]
        card = ArticleCard(
            id=shown.id,
            title=shown.title,
            sources=tuple(
                {"title": item.title, "url": item.url, "date": item.date} for item in shown.sources
            ),
            written=shown.written.isoformat(),
            reviewed=None,
            easy=shown.easy,
            aspects=tuple(aspects),
            related=tuple(
                {"id": key, "title": self.knowledge.get(key).shown(language).title}
                for key in shown.related[:2]
            ),
        )
        choices = [Choice(say("choice.easier", language), {"act": "easier"})]
        choices += [
            Choice(say(f"choice.aspect.{name}", language), {"act": "show_article"})
            for name in aspects
        ]
        choices.append(Choice(say("choice.hand_over", language), {"act": "hand_over"}))
        return Reply(shown.answer, language, kind="article", choices=tuple(choices), article=card)

    def _times(self, turn: TurnInput, language: str) -> TurnResult:
        if turn.snapshot.slots is None:
            return result(turn, needs=("slots",), outcome="booking")
        slots = turn.snapshot.slots
        choices = tuple(
            Choice(_moment(slot, language), {"act": "pick_slot", "slot": slot["id"]})
            for slot in slots[:3]
        )
        public = [{key: slot[key] for key in ("id", "start", "end", "place")} for slot in slots]
        text = say("booking.when", language)
        reply = Reply(text, language, kind="slots", choices=choices, data={"slots": public})
        return _told(turn, reply, outcome="booking")

    def _booked(self, turn: TurnInput, language: str) -> TurnResult:
        if turn.snapshot.slots is None:
            return result(turn, needs=("slots",), outcome="booking")
        slot = turn.snapshot.slots[0]
        if turn.choice:
            slot = next(item for item in turn.snapshot.slots if item["id"] == turn.choice["slot"])
        code = turn.snapshot.fresh_code
        effect = Effect("book", {"slot": slot["id"], "code": code, "theme": None})
        text = say(
            "booking.booked",
            language,
            moment=_moment(slot, language),
            place=say("place.house", language),
        )
        reply = Reply(
            text, language, kind="code", secrets={"code": code},
            data={"appointment": {key: slot[key] for key in ("start", "end", "place")}},
        )  # fmt: skip
        return _told(turn, reply, effects=(effect,), outcome="booking")


def _moment(slot: dict[str, Any], language: str) -> str:
    at = datetime.fromisoformat(slot["start"])
    pattern = "EEE d/M 'om' H.mm" if language == "nl" else "EEE d/M 'à' H'h'mm"
    return str(format_datetime(at, pattern, locale=f"{language}_BE"))


def _told(
    turn: TurnInput, reply: Reply, effects: tuple[Effect, ...] = (), outcome: Any = "answered"
) -> TurnResult:
    understanding = Understanding(language=reply.language, outcome=outcome, article=ARTICLE)
    return TurnResult((reply,), understanding, effects, {"turns": 1})


@dataclass
class Site:
    """The running site. ``do`` runs something in its loop."""

    url: str
    house: House
    engine: FakeEngine
    loop: asyncio.AbstractEventLoop
    make_app: Callable[[], web.Application]
    counsellor: Any = None
    _runner: web.AppRunner | None = None

    @property
    def host_url(self) -> str:
        """A hostile page of another origin with the chat on it."""
        return self.url.replace("127.0.0.1", "localhost") + "/host"

    async def start(self) -> None:
        """Serve, at the same address each time."""
        self._runner = web.AppRunner(self.make_app(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        port = int(self.url.rsplit(":", 1)[1])
        await web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True).start()

    async def stop(self) -> None:
        """Serve no more; the house stays."""
        assert self._runner is not None
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._runner.cleanup(), 5)

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run and wait."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)


def spoken(site: Site, conversation: str) -> str | None:
    """The language of the conversation, as the server knows it."""
    return site.do(site.house.visitors.state(conversation)).language


def forgotten(site: Site, conversation: str) -> bool:
    """Whether nothing of it is left at the server."""
    try:
        site.do(site.house.visitors.state(conversation))
    except NotFound:
        return True
    return False


@contextmanager
def running_site(folder: Path, port: int = 0) -> Iterator[Site]:
    """The site on a port of its own, in a thread of its own."""
    ready: list[Site] = []
    failed: list[BaseException] = []
    started, stop = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with _site(folder, port) as site:
            ready.append(site)
            started.set()
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:  # told to the test
            failed.append(error)
        finally:
            started.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait(60)
    if failed:
        raise failed[0]
    try:
        yield ready[0]
    finally:
        ready[0].loop.call_soon_threadsafe(stop.set)
        thread.join(20)


HOSTILE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Host</title><style>
* { all: unset !important; color: lime !important; font: 40px/1 fantasy !important;
    transform: rotate(3deg) !important; z-index: 0 !important }
body { overflow: hidden !important; transform: scale(.8) !important; display: block !important }
iframe, button, svg, div, azimut-chat { display: none !important; width: 1px !important }
:focus { outline: 0 !important }
</style><script src="%s/widget.js" data-language="%s" async></script></head>
<body><h1>Host page</h1><a href="#x">A link of the host</a></body></html>"""


def _host_page(url: str) -> web.RouteDef:
    """A page of another origin (localhost instead of 127.0.0.1) whose CSS and CSP are hostile."""

    async def show(request: web.Request) -> web.Response:
        policy = (
            f"default-src 'none'; style-src 'unsafe-inline'; script-src {url}; frame-src {url}; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        html = HOSTILE % (url, request.query.get("language", "fr"))
        headers = {"Content-Security-Policy": policy}
        return web.Response(text=html, content_type="text/html", headers=headers)

    return web.get("/host", show)


@asynccontextmanager
async def _site(folder: Path, port: int) -> AsyncIterator[Site]:
    knowledge = load_knowledge()
    engine = FakeEngine()
    engine.answer = Answers(knowledge)
    clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)  # noqa: E731
    async with make_house(folder, engine, clock=clock, options=HouseOptions()) as house:  # type: ignore[arg-type]
        port = port or _free_port()
        url = f"http://127.0.0.1:{port}"

        def make_app() -> web.Application:
            app = web.Application()
            add_web(app, house, knowledge, WebOptions(url, (f"http://localhost:{port}",)))
            app.add_routes([_host_page(url), web.static("/src", STATIC / "chat")])
            return app

        site = Site(url, house, engine, asyncio.get_running_loop(), make_app)
        site.counsellor = await make_counsellor(house)
        await site.start()
        try:
            yield site
        finally:
            await site.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
