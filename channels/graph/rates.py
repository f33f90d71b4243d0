"""How fast we send: a limit for each of our numbers, and one for each person.

In memory and for this process; the platform's own limits (429, 131056) remain the last word.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict

from aiolimiter import AsyncLimiter

from service.outbox import SendLater

MOST_PEOPLE = 20_000  # whose recent sends are remembered


class Rates:
    """``await rates.wait(...)`` before each send."""

    def __init__(self, per_second: float, burst_to_one: int, seconds_to_one: float) -> None:
        """``burst_to_one`` messages at once to one person, refilled in ``seconds_to_one``."""
        self._per_second = per_second
        self._burst = burst_to_one
        self._period = seconds_to_one
        self._salt = secrets.token_bytes(16)
        self._numbers: dict[str, AsyncLimiter] = {}
        self._people: OrderedDict[bytes, AsyncLimiter] = OrderedDict()

    async def wait(self, account: str, address: str) -> None:
        """Pay for one send. Waits for the number's turn (short); raises SendLater for the
        person's, since a wait of seconds must not hold up other people."""
        person = self._person(account, address)
        if not person.has_capacity():
            raise SendLater("pair_rate", self._period / self._burst)
        await person.acquire()
        await self._number(account).acquire()

    def _number(self, account: str) -> AsyncLimiter:
        if account not in self._numbers:
            self._numbers[account] = AsyncLimiter(self._per_second, 1.0)
        return self._numbers[account]

    def _person(self, account: str, address: str) -> AsyncLimiter:
        # A hash with a salt of this process: no address stays in memory.
        key = hashlib.blake2b(f"{account}\0{address}".encode(), key=self._salt).digest()
        limiter = self._people.pop(key, None) or AsyncLimiter(self._burst, self._period)
        self._people[key] = limiter
        if len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
        return limiter
