"""Free times, live-chat hours, and appointments by code. A code stands in bodies only."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from aiohttp import web

from channels.errors import UnknownCode, UnreadableBody
from channels.web.answers import LANGUAGE, Handler, api, language_of
from channels.web.bodies import json_object, language_field, needed_text, text_field
from channels.web.context import Web
from channels.web.wire import appointment_json, hours_json, slot_json
from knowledge.vocabulary import THEMES
from service.errors import NotFound
from service.markdown import to_html
from service.types import Language


class Appointments:
    """The handlers of ``/api/slots``, ``/api/hours`` and ``/api/appointments``."""

    def __init__(self, around: Web) -> None:
        self._web = around
        self._appointments = around.house.appointments

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        return [
            web.get("/api/slots", api(self.slots), allow_head=False),
            web.get("/api/hours", api(self.hours), allow_head=False),
            web.post("/api/appointments", api(self.book)),
            web.post("/api/appointments/find", api(_with_code(self.find))),
            web.post("/api/appointments/move", api(_with_code(self.move))),
            web.post("/api/appointments/cancel", api(_with_code(self.cancel))),
            web.get("/api/appointments/ics/{signed}", api(self.ics), allow_head=False),
            web.post("/api/left-messages/read", api(_with_code(self.read_reply))),
        ]

    async def slots(self, request: web.Request) -> web.Response:
        """Free times, soonest first."""
        self._web.limits.reading.take(self._web.callers.key(request))
        slots = await self._appointments.slots(
            language_field(request.query.get("language")),
            _theme(request.query.get("theme")),
            _moment(request.query.get("from"), "from"),
            _moment(request.query.get("to"), "to"),
        )
        return web.json_response({"slots": [slot_json(slot) for slot in slots]})

    async def hours(self, request: web.Request) -> web.Response:
        """Live-chat hours."""
        self._web.limits.reading.take(self._web.callers.key(request))
        return web.json_response(hours_json(await self._web.house.visitors.hours()))

    async def book(self, request: web.Request) -> web.Response:
        """Book a free time; the code is told this once."""
        self._web.limits.codes.take(self._web.callers.key(request))
        body = await json_object(request)
        language = _language(request, body)
        appointment, code = await self._appointments.book(
            needed_text(body, "slot"), language, _theme(text_field(body, "theme"))
        )
        answer = {"appointment": appointment_json(appointment), "code": code}
        return web.json_response(answer, status=201)

    async def find(self, request: web.Request) -> web.Response:
        """Date, hour and place of an appointment."""
        client, body = await self._asker(request)
        found = await self._appointments.find(needed_text(body, "code"), client)
        return web.json_response({"appointment": appointment_json(found)})

    async def move(self, request: web.Request) -> web.Response:
        """To another free time; the code stays."""
        client, body = await self._asker(request)
        code, slot = needed_text(body, "code"), needed_text(body, "slot")
        moved = await self._appointments.move(code, slot, client)
        return web.json_response({"appointment": appointment_json(moved)})

    async def cancel(self, request: web.Request) -> web.Response:
        """Give the time back."""
        client, body = await self._asker(request)
        await self._appointments.cancel(needed_text(body, "code"), client)
        return web.Response(status=204)

    async def read_reply(self, request: web.Request) -> web.Response:
        """The answer to a message that was left; null while there is none."""
        client, body = await self._asker(request)
        reply = await self._appointments.read_left_message(needed_text(body, "code"), client)
        return web.json_response({"reply": reply, "html": to_html(reply) if reply else None})

    async def ics(self, request: web.Request) -> web.Response:
        """The calendar file, by a signed address that expires."""
        language: Language = "nl" if request.query.get("language") == "nl" else "fr"
        request[LANGUAGE] = language
        calendar = await self._appointments.ics(request.match_info["signed"], language)
        name = "afspraak.ics" if language == "nl" else "rendez-vous.ics"
        return web.Response(
            body=calendar,
            content_type="text/calendar",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def _asker(self, request: web.Request) -> tuple[str, dict[str, Any]]:
        client = self._web.callers.key(request)
        self._web.limits.codes.take(client)
        body = await json_object(request)
        _language(request, body)
        return client, body


def _with_code(handler: Handler) -> Handler:
    """What is not found by a code is a matter of that code, not of a conversation."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except NotFound as error:
            raise UnknownCode(str(error)) from error

    return guarded


def _language(request: web.Request, body: dict[str, Any]) -> Language:
    given = language_field(body.get("language"))
    language: Language = given or ("nl" if language_of(request) == "nl" else "fr")
    request[LANGUAGE] = language
    return language


def _theme(value: str | None) -> str | None:
    if value and value not in THEMES:
        raise UnreadableBody(f"theme must be one of {', '.join(THEMES)}")
    return value or None


def _moment(value: str | None, name: str) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00").replace(" ", "+"))
    except ValueError as error:
        raise UnreadableBody(f"{name} must be a moment (ISO 8601)") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
