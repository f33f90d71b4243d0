"""Conversations: begin, speak, read, judge, forget."""

from __future__ import annotations

from aiohttp import web

from channels.errors import UnreadableBody
from channels.web.answers import api
from channels.web.bodies import (
    idempotency_key,
    json_object,
    language_field,
    text_field,
    whole_number,
)
from channels.web.context import Web
from channels.web.wire import message_json, outcome_json, state_json

PAGE = 100  # messages


class Conversations:
    """The handlers of ``/api/conversations``."""

    def __init__(self, around: Web) -> None:
        self._web = around
        self._visitors = around.house.visitors
        self._limits = around.limits

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        one = "/api/conversations/{id}"
        return [
            web.post("/api/conversations", api(self.start)),
            web.get(one, api(self.show), allow_head=False),
            web.delete(one, api(self.forget)),
            web.post(f"{one}/messages", api(self.say)),
            web.get(f"{one}/messages", api(self.messages), allow_head=False),
            web.post(f"{one}/feedback", api(self.feedback)),
            web.post(f"{one}/typing", api(self.typing)),
            web.put(f"{one}/language", api(self.language)),
        ]

    async def start(self, request: web.Request) -> web.Response:
        """Begin a conversation; the token is told this once."""
        self._limits.starts.take(self._web.callers.key(request))
        body = await json_object(request)
        language = language_field(body.get("language"))
        started = await self._visitors.start(language)
        answer = {
            "id": started.id,
            "token": started.token,
            "language": started.language,
            "messages": [message_json(view) for view in started.messages],
        }
        return web.json_response(answer, status=201)

    async def say(self, request: web.Request) -> web.Response:
        """Take one message and answer it, or answer 202 when that takes too long."""
        conversation_id = await self._web.conversation(request)
        self._limits.messages_here.take(self._web.callers.key(request))
        self._limits.messages.take(conversation_id)
        body = await json_object(request)
        text, choice = text_field(body, "text"), text_field(body, "choice")
        if (text is None) == (choice is None):
            raise UnreadableBody("exactly one of text and choice")
        outcome = await self._visitors.say(
            conversation_id, text=text, choice=choice, idempotency_key=idempotency_key(request)
        )
        return web.json_response(outcome_json(outcome))

    async def show(self, request: web.Request) -> web.Response:
        """Owner, language, queue position."""
        conversation_id = await self._web.conversation(request)
        return web.json_response(state_json(await self._visitors.state(conversation_id)))

    async def messages(self, request: web.Request) -> web.Response:
        """A page of messages after a number, oldest first."""
        conversation_id = await self._web.conversation(request)
        after = whole_number(request.query.get("after", "0"), "after")
        views = await self._visitors.messages(conversation_id, after, PAGE)
        answer = {"messages": [message_json(view) for view in views], "more": len(views) == PAGE}
        return web.json_response(answer)

    async def feedback(self, request: web.Request) -> web.Response:
        """Was an answer helpful?"""
        conversation_id = await self._web.conversation(request)
        self._limits.signals.take(conversation_id)
        body = await json_object(request)
        seq, helpful = whole_number(body.get("seq"), "seq"), body.get("helpful")
        if not isinstance(helpful, bool):
            raise UnreadableBody("helpful must be true or false")
        await self._visitors.feedback(conversation_id, seq, helpful)
        return web.Response(status=204)

    async def typing(self, request: web.Request) -> web.Response:
        """The visitor is writing."""
        conversation_id = await self._web.conversation(request)
        self._limits.signals.take(conversation_id)
        await self._visitors.typing(conversation_id)
        return web.Response(status=204)

    async def language(self, request: web.Request) -> web.Response:
        """The visitor chose a language, without a word."""
        conversation_id = await self._web.conversation(request)
        self._limits.signals.take(conversation_id)
        language = language_field((await json_object(request)).get("language"))
        if language is None:
            raise UnreadableBody("language must be fr or nl")
        await self._visitors.set_language(conversation_id, language)
        return web.Response(status=204)

    async def forget(self, request: web.Request) -> web.Response:
        """Delete everything, at once; ``?keep=codes`` leaves what a code of its own leads to."""
        conversation_id = await self._web.conversation(request)
        await self._visitors.forget(
            conversation_id, keep_codes=request.query.get("keep") == "codes"
        )
        return web.Response(status=204)
