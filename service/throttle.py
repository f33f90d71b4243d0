"""Wrong codes and wrong passwords: a few are a mistake, many are guessing.

Kept in memory only, by keys that name nobody (a conversation, a keyed hash).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.options import Clock


@dataclass(slots=True)
class Throttle:
    """At most ``most`` failures in ``window`` for each key; then wait."""

    clock: Clock
    most: int
    window: timedelta
    _failures: dict[str, deque[datetime]] = field(default_factory=dict)
    _LARGEST = 50_000  # keys kept

    def wait(self, key: str) -> float:
        """Seconds until this key may try again; 0 when it may now."""
        failures = self._recent(key)
        if len(failures) < self.most:
            return 0.0
        return max(0.0, (failures[0] + self.window - self.clock()).total_seconds())

    def fail(self, key: str) -> None:
        """One more failure."""
        if len(self._failures) >= self._LARGEST:
            self._failures.clear()
        self._recent(key)
        self._failures.setdefault(key, deque()).append(self.clock())

    def clear(self, key: str) -> None:
        """It was right after all."""
        self._failures.pop(key, None)

    def _recent(self, key: str) -> deque[datetime]:
        failures = self._failures.get(key, deque())
        oldest = self.clock() - self.window
        while failures and failures[0] <= oldest:
            failures.popleft()
        if not failures:
            self._failures.pop(key, None)
        return failures


class CodeThrottle:
    """Five wrong codes in ten minutes for one asker, a thousand in an hour for all together.

    With 39 bits and a thousand live codes, a thousand guesses an hour hit one in sixty years.
    """

    def __init__(self, clock: Clock) -> None:
        self._one = Throttle(clock, 5, timedelta(minutes=10))
        self._all = Throttle(clock, 1000, timedelta(hours=1))

    def wait(self, client: str) -> float:
        """Seconds until this asker may try again."""
        return max(self._one.wait(client), self._all.wait(""))

    def wrong(self, client: str) -> None:
        """A code that opened nothing."""
        self._one.fail(client)
        self._all.fail("")
