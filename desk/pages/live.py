"""Live: server-sent events that say what changed, never what was said."""

from __future__ import annotations

import asyncio
import contextlib
import json

from aiohttp import web

from desk.errors import SignedOut
from desk.visit import Visit, enter, signed_in
from service.errors import ServiceError
from service.events import DESK, Event

_HEARTBEAT = 15.0  # seconds; also how soon an ended session is noticed
_TOLD = frozenset(
    {"queue", "state", "message", "delivery", "typing", "presence", "appointment", "left_message",
     "alarm", "settings", "forgotten", "note", "lagged"}
)  # fmt: skip


def routes() -> list[web.RouteDef]:
    """The stream."""
    return [web.get("/events", signed_in(events))]


async def events(visit: Visit) -> web.StreamResponse:
    """Everything that happens on the desk, until the browser goes, the session ends or the
    database is away: the browser comes again."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    )
    await response.prepare(visit.request)
    task: asyncio.Task[object] | None = asyncio.current_task()
    assert task is not None
    visit.room.streams.add(task)
    try:
        with contextlib.suppress(ConnectionError, SignedOut, ServiceError):
            await _stream(visit, response)
    finally:
        visit.room.streams.discard(task)
    return response


async def _stream(visit: Visit, response: web.StreamResponse) -> None:
    with visit.house.bus.listening(DESK) as ear:
        await response.write(b"retry: 2000\nevent: ready\ndata: {}\n\n")
        while True:
            try:
                event = await asyncio.wait_for(ear.get(), _HEARTBEAT)
            except asyncio.TimeoutError:
                await enter(visit.request, background=True)
                await response.write(b": here\n\n")
                continue
            if event.kind in _TOLD:
                await response.write(_wire(event))


def _wire(event: Event) -> bytes:
    data = {"conversation": event.conversation_id, "seq": event.seq, **event.data}
    return f"event: {event.kind}\ndata: {json.dumps(data)}\n\n".encode()
