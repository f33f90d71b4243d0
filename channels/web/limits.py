"""How much one caller may ask: token buckets in memory.

Many people share an address (a class, a library, a mobile network), so the limits of an address
are wide, and what one person does is limited by conversation.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from service.errors import Throttled

MOST_BUCKETS = 50_000  # then those that are full again are dropped


@dataclass(slots=True)
class Buckets:
    """One bucket a key: ``burst`` at once, ``per_second`` afterwards."""

    burst: float
    per_second: float
    clock: Callable[[], float] = time.monotonic
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, key: str, cost: float = 1.0) -> None:
        """Pay. Raises Throttled with the seconds to wait."""
        now = self.clock()
        level, at = self._levels.get(key, (self.burst, now))
        level = min(self.burst, level + (now - at) * self.per_second)
        if level < cost:
            self._levels[key] = (level, now)
            raise Throttled((cost - level) / self.per_second)
        if len(self._levels) >= MOST_BUCKETS:
            self._drop_full(now)
        self._levels[key] = (level - cost, now)

    def _drop_full(self, now: float) -> None:
        self._levels = {
            key: (level, at)
            for key, (level, at) in self._levels.items()
            if level + (now - at) * self.per_second < self.burst
        }
        if len(self._levels) >= MOST_BUCKETS:  # all of them in use: an attack, start afresh
            self._levels.clear()


@dataclass(slots=True)
class Limits:
    """The limits of the web channel."""

    starts: Buckets = field(default_factory=lambda: Buckets(120, 1.0))  # by address
    messages_here: Buckets = field(default_factory=lambda: Buckets(300, 10.0))  # by address
    messages: Buckets = field(default_factory=lambda: Buckets(20, 0.7))  # by conversation
    signals: Buckets = field(default_factory=lambda: Buckets(60, 2.0))  # by conversation
    reading: Buckets = field(default_factory=lambda: Buckets(400, 20.0))  # by address
    codes: Buckets = field(default_factory=lambda: Buckets(30, 0.2))  # by address
