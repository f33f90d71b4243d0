"""Events: what changed, told to whoever watches a conversation or the desk."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from service.types import Json

DESK = "desk"


def conversation_topic(conversation_id: str) -> str:
    """The topic of one conversation."""
    return f"conversation:{conversation_id}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something changed. Carries ids, never text: readers fetch what they may see.

    kinds: ``message`` (seq: the newest), ``typing`` (data: {"by": "visitor"|"counsellor"}),
    ``state`` (owner or language changed), ``queue``, ``delivery`` (seq), ``presence``,
    ``appointment`` (data: {"id"}), ``left_message``, ``note``, ``alarm`` (data: {"name", "up":
    bool, "detail"}), ``settings``, ``trial``, ``publication``, ``forgotten``, and ``lagged`` (see
    ``Subscription``).
    """

    kind: str
    conversation_id: str | None = None
    seq: int | None = None
    data: Json = field(default_factory=dict)

    def to_json(self) -> Json:
        """JSON-able, for the bridge between processes."""
        return asdict(self)


class Subscription:
    """An open ear. A slow reader loses the oldest events and gets ``Event("lagged")`` instead:
    he must then read afresh."""

    def __init__(self, size: int = 256) -> None:
        self._queue: asyncio.Queue[Event] = asyncio.Queue(size)

    def put(self, event: Event) -> None:
        """Called by the bus."""
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            event = Event("lagged", event.conversation_id)
        self._queue.put_nowait(event)

    async def get(self) -> Event:
        """The next event."""
        return await self._queue.get()

    def __aiter__(self) -> AsyncIterator[Event]:
        return self

    async def __anext__(self) -> Event:
        return await self.get()


class EventBus:
    """In-process publish and subscribe; ``bridge`` carries events to other processes."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, set[Subscription]] = defaultdict(set)
        self._calls: dict[str, list[Callable[[], None]]] = defaultdict(list)
        self.bridge: Callable[[str, Event], Awaitable[None]] | None = None

    def on(self, kind: str, call: Callable[[], None]) -> None:
        """Call, at once, whenever an event of this kind is told here or by another process, and
        whenever one may have been missed: for what is kept in memory."""
        self._calls[kind].append(call)

    @contextmanager
    def listening(self, *topics: str) -> Iterator[Subscription]:
        """``with bus.listening("desk") as ear: async for event in ear: ...``

        Use this where events between "read the present state" and "listen" must not be lost:
        open the ear first, then read.
        """
        ear = Subscription()
        for topic in topics:
            self._subscriptions[topic].add(ear)
        try:
            yield ear
        finally:
            for topic in topics:
                self._subscriptions[topic].discard(ear)
                if not self._subscriptions[topic]:
                    del self._subscriptions[topic]

    async def subscribe(self, *topics: str) -> AsyncIterator[Event]:
        """All events of the topics from now on."""
        with self.listening(*topics) as ear:
            async for event in ear:
                yield event

    async def publish(self, event: Event, *topics: str) -> None:
        """Tell everybody who listens, here and in the other processes.

        Without topics: the conversation's own, and the desk.
        """
        for topic in topics or _topics_of(event):
            self.deliver(topic, event)
            if self.bridge is not None:
                await self.bridge(topic, event)

    def deliver(self, topic: str, event: Event) -> None:
        """Tell those who listen in this process."""
        for call in self._calls.get(event.kind, ()):
            call()
        for ear in tuple(self._subscriptions.get(topic, ())):
            ear.put(event)

    def gap(self) -> None:
        """Events of other processes may have been missed: everybody must read afresh."""
        for calls in self._calls.values():
            for call in calls:
                call()
        for ears in tuple(self._subscriptions.values()):
            for ear in tuple(ears):
                ear.put(Event("lagged"))


def _topics_of(event: Event) -> tuple[str, ...]:
    if event.conversation_id is None:
        return (DESK,)
    return (conversation_topic(event.conversation_id), DESK)
