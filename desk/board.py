"""The queue as many counsellors look at it: read once for all of them, filtered for each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from desk.entries import Entries
from service.events import DESK
from service.house import House
from service.views import Counsellor, QueueEntry

_FRESH = 2.0  # seconds; should an event be missed, the queue is not old for long
_CHANGES = frozenset({"queue", "state", "message", "forgotten", "settings", "lagged", "presence"})


def meant_for(entry: QueueEntry, me: Counsellor) -> bool:
    """Handed to this counsellor, or to the team."""
    return entry.for_counsellor == me.id or (entry.team is not None and entry.team == me.team)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a counsellor wants to see of the queue."""

    my_languages: bool = False
    my_themes: bool = False
    channel: str = ""

    def pass_through(self, entry: QueueEntry, me: Counsellor) -> bool:
        """What is meant for me, or urgent, is never hidden; what is unknown neither."""
        if entry.urgent or meant_for(entry, me):
            return True
        if self.channel and entry.channel != self.channel:
            return False
        if self.my_themes and me.themes and entry.theme and entry.theme not in me.themes:
            return False
        return not (self.my_languages and entry.language and entry.language not in me.languages)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Those who wait, as one counsellor sees them."""

    shown: tuple[QueueEntry, ...]
    hidden: int

    @property
    def count(self) -> int:
        """Everybody who waits."""
        return len(self.shown) + self.hidden


class Board:
    """One reading of the queue serves everybody until something changes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.entries = Entries()
        self._read: tuple[QueueEntry, ...] | None = None
        self._lock = asyncio.Lock()
        self._changes = 0
        self._read_at = 0.0

    async def watch(self) -> None:
        """Forget the reading whenever something changes; runs for as long as the desk does."""
        async for event in self._house.bus.subscribe(DESK):
            if event.kind in _CHANGES:
                self.forget()
            if event.kind in {"forgotten", "lagged"}:
                self.entries.forget()

    def forget(self) -> None:
        """The next look reads afresh."""
        self._read = None
        self._changes += 1

    async def waiting(self, me: Counsellor, filters: Filters = Filters()) -> Waiting:
        """Who waits: those meant for me first, then in the order of the queue."""
        entries = await self._entries()
        shown = tuple(entry for entry in entries if filters.pass_through(entry, me))
        mine_first = sorted(shown, key=lambda entry: not meant_for(entry, me))
        return Waiting(tuple(mine_first), len(entries) - len(shown))

    async def _entries(self) -> tuple[QueueEntry, ...]:
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if self._read is not None and now - self._read_at < _FRESH:
                return self._read
            before, self._read_at = self._changes, now
            entries = await self._house.handover.queue()
            if before == self._changes:
                self._read = entries
            return entries
