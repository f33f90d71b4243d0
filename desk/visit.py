"""One request of a signed-in counsellor, and the answers it can get."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp_jinja2
from aiohttp import web

from desk.cookies import read_session
from desk.errors import ForgedForm, SignedOut
from desk.forms import Form, read_form
from desk.room import ROOM, Room
from service.errors import Forbidden, SignInRefused
from service.house import House
from service.types import Language
from service.views import Counsellor, DeskSession
from service.wording import say

CSRF_HEADER = "X-CSRF-Token"
FETCH_HEADER = "X-Desk"  # sent by our scripts: "fetch", or "background" when nobody did anything


@dataclass(frozen=True)
class Visit:
    """Who asks for what."""

    request: web.Request
    room: Room
    session: DeskSession

    @property
    def house(self) -> House:
        """The house."""
        return self.room.house

    @property
    def me(self) -> Counsellor:
        """The counsellor."""
        return self.session.counsellor

    @property
    def language(self) -> Language:
        """Of the pages."""
        return self.me.interface_language

    @property
    def by_script(self) -> bool:
        """Whether a script of ours asks, and not the browser for a page."""
        return FETCH_HEADER in self.request.headers

    def at(self, name: str) -> str:
        """A part of the path."""
        return self.request.match_info[name]

    def number_at(self, name: str) -> int:
        """A part of the path that is a number (the route's pattern says so)."""
        return int(self.request.match_info[name])

    def asked(self, name: str, default: str = "") -> str:
        """A part of the query."""
        return self.request.query.get(name, default)

    def words(self, key: str, **values: object) -> str:
        """A text of the desk in the counsellor's language."""
        return say(f"desk.{key}", self.language, **values)

    async def form(self) -> Form:
        """What was posted; its token was checked before the handler began."""
        return await read_form(self.request)

    async def page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """A whole page."""
        context = {**await self._frame(), **self._given(), **values}
        return aiohttp_jinja2.render_template(template, self.request, context, status=status)

    def piece(self, template: str, **values: Any) -> web.Response:
        """A piece of a page."""
        return aiohttp_jinja2.render_template(template, self.request, {**self._given(), **values})

    def done(self, path: str, code: str, **more: Any) -> web.Response:
        """After a deed: to a page (303), or to the script that asked, with what to tell."""
        if self.by_script:
            return web.json_response({"done": code, "message": self.words(f"done.{code}"),
                                      "go": path, **more})  # fmt: skip
        separator = "&" if "?" in path else "?"
        location = f"{path}{separator}{urlencode({'done': code})}"
        return web.Response(status=303, headers={"Location": location})

    def _given(self) -> dict[str, Any]:
        return {
            "me": self.me,
            "language": self.language,
            "csrf": self.session.csrf,
            "path": self.request.path,
            "now": self.house.core.now(),
        }

    async def _frame(self) -> dict[str, Any]:
        """What surrounds every page: presence, counts, alarms, what was just done."""
        waiting = await self.room.board.waiting(self.me)
        present = await self.house.presence.all()
        return {
            "waiting_count": waiting.count,
            "left_count": len(await self.house.left_messages.waiting()),
            "my_presence": next((p for p in present if p.counsellor.id == self.me.id), None),
            "alarms": self.house.alarms.present(),
            "done": self.asked("done"),
        }


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]
Plain = Callable[[web.Request], Awaitable[web.StreamResponse]]


def signed_in(handler: Handler, *, admin: bool = False) -> Plain:
    """Only with a session; a POST only with its token; admin pages only for admins."""

    async def handle(request: web.Request) -> web.StreamResponse:
        visit = await enter(request)
        if request.method == "POST":
            await _check_token(visit)
        if admin and visit.me.role != "admin":
            raise Forbidden("for admins")
        return await handler(visit)

    return handle


def for_admins(handler: Handler) -> Plain:
    """Like ``signed_in``, for admins."""
    return signed_in(handler, admin=True)


async def enter(request: web.Request, *, background: bool = False) -> Visit:
    """Raises SignedOut. A request that a person made is a sign of life; others are not."""
    room = request.app[ROOM]
    token = read_session(request, room.options)
    if not token:
        raise SignedOut("no cookie")
    background = background or request.headers.get(FETCH_HEADER) == "background"
    try:
        session = await room.house.sign_in.session(token, touch=not background)
    except SignInRefused as error:
        raise SignedOut(str(error)) from error
    if not background:
        await room.house.presence.seen(session.counsellor.id)
    return Visit(request, room, session)


async def _check_token(visit: Visit) -> None:
    given = visit.request.headers.get(CSRF_HEADER)
    if given is None:
        given = (await visit.form()).text("csrf", "")
    if not hmac.compare_digest(given.encode(), visit.session.csrf.encode()):
        raise ForgedForm("csrf")
