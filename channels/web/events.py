"""Events of a conversation as they happen (SSE): ``message``, ``typing``, ``state``, ``queue``.

A stream begins with the present state and then with what came after ``Last-Event-ID``; at every
fourth beat of silence, and at the next after a failure, it looks for itself, so that an event lost
on the way costs a minute at most, not the message. (Looking at every beat kept half a core busy
with 5 000 silent streams.)
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict
from typing import Any

from aiohttp import web

from channels.web.answers import api
from channels.web.bodies import whole_number
from channels.web.context import Web
from channels.web.wire import message_json, state_json
from service.errors import NotFound, ServiceError, Throttled
from service.events import Event, Subscription, conversation_topic
from service.views import ConversationState
from service.visitors import Visitors

BEAT = 15.0  # seconds between comments that keep the line open
LOOKS = 4  # beats of silence between two looks at the database
MOST_STREAMS = 6  # of one conversation; a seventh ends the oldest
MOST_OF_ALL = 5000
PAGE = 100
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx must not collect what should arrive now
}


class Events:
    """The handler of ``/api/conversations/{id}/events``."""

    def __init__(self, around: Web, beat: float = BEAT) -> None:
        self._web = around
        self._beat = beat
        self._open: defaultdict[str, list[asyncio.Task[None]]] = defaultdict(list)

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        path = "/api/conversations/{id}/events"
        return [web.get(path, api(self.listen), allow_head=False)]

    async def close(self, _: web.Application) -> None:
        """The server stops: end all streams, so that it need not wait for them."""
        tasks = [task for streams in self._open.values() for task in streams]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """Open a stream and keep it until one side leaves."""
        conversation_id = await self._web.conversation(request)
        after = _last_event_id(request)
        if sum(map(len, self._open.values())) >= MOST_OF_ALL:
            raise Throttled(self._beat)
        response = web.StreamResponse(headers=HEADERS)
        stream = Stream(self._web.house.visitors, conversation_id, response, self._beat)
        with self._web.house.bus.listening(conversation_topic(conversation_id)) as ear:
            state = await self._web.house.visitors.state(conversation_id)
            await response.prepare(request)
            task = asyncio.create_task(stream.run(ear, state, after))
            await self._hold(conversation_id, task)
        return response

    async def _hold(self, conversation_id: str, task: asyncio.Task[None]) -> None:
        streams = self._open[conversation_id]
        streams.append(task)
        if len(streams) > MOST_STREAMS:
            streams[0].cancel()
        try:
            with contextlib.suppress(asyncio.CancelledError, ConnectionError, ServiceError):
                await task
        finally:
            task.cancel()
            streams.remove(task)
            if not streams:
                self._open.pop(conversation_id, None)


class Stream:
    """What one listener is told."""

    def __init__(
        self, visitors: Visitors, conversation_id: str, response: web.StreamResponse, beat: float
    ) -> None:
        self._visitors = visitors
        self._id = conversation_id
        self._response = response
        self._beat = beat
        self._seq = 0
        self._silent = 0  # beats since the last look
        self._state: dict[str, Any] = {}

    async def run(self, ear: Subscription, state: ConversationState, after: int | None) -> None:
        """Tell what is, then what happens. Raises ConnectionError when the listener left."""
        self._seq = state.last_seq if after is None else after
        await self._write("retry: 2000\n\n")
        await self._tell_state(state)
        await self._tell_messages()
        while True:
            event = await self._next(ear)
            if event is not None and event.kind == "forgotten":
                return await self._farewell()
            try:
                await self._pass_on(event)
            except NotFound:
                return await self._farewell()
            except ServiceError:
                self._silent = LOOKS  # the database is busy: the next beat looks again

    async def _pass_on(self, event: Event | None) -> None:
        if event is None:
            await self._write(": still here\n\n")
            self._silent += 1
            if self._silent < LOOKS:
                return
        elif event.kind == "typing":
            if event.data.get("by") != "visitor":
                await self._send("typing", event.data)
            return
        self._silent = 0
        if event is None or event.kind in ("state", "queue", "lagged"):
            await self._tell_state(await self._visitors.state(self._id))
        if event is None or event.kind in ("message", "lagged"):
            await self._tell_messages()

    async def _next(self, ear: Subscription) -> Event | None:
        """The next event; None when nothing happened for a beat."""
        try:
            return await asyncio.wait_for(ear.get(), self._beat)
        except asyncio.TimeoutError:
            return None

    async def _tell_messages(self) -> None:
        while True:
            views = await self._visitors.messages(self._id, self._seq, PAGE)
            for view in views:
                await self._send("message", message_json(view), view.seq)
                self._seq = view.seq
            if len(views) < PAGE:
                return

    async def _tell_state(self, state: ConversationState) -> None:
        """Only what differs: owner or language is ``state``, the place in line is ``queue``."""
        told, now = self._state, state_json(state)
        self._state = now
        if any(told.get(name) != now[name] for name in ("id", "owner", "language")):
            await self._send("state", now)
        if told.get("queue_position") != now["queue_position"]:
            await self._send("queue", {"position": now["queue_position"]})

    async def _farewell(self) -> None:
        await self._send("state", {"id": self._id, "forgotten": True})

    async def _send(self, kind: str, data: dict[str, Any], seq: int | None = None) -> None:
        number = f"id: {seq}\n" if seq is not None else ""
        await self._write(f"event: {kind}\n{number}data: {json.dumps(data)}\n\n")

    async def _write(self, text: str) -> None:
        await self._response.write(text.encode())


def _last_event_id(request: web.Request) -> int | None:
    given = request.headers.get("Last-Event-ID", request.query.get("after"))
    return None if given in (None, "") else whole_number(given, "Last-Event-ID")
