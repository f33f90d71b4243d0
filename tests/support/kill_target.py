"""A process to be killed: a house on a SQLite file that takes messages from standard input.

Each line ``<conversation> <message id> <text>`` is accepted as a platform's; ``ok`` is written
when the message is committed.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timezone

from service.inbox import InboundMessage
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import HandClock, make_house


def real_clock() -> HandClock:
    """The clock of the machine: the worker's patience needs time that goes on."""

    class Real(HandClock):
        def __call__(self) -> datetime:
            return datetime.now(timezone.utc)

    return Real()


async def main(url: str, delay: float) -> None:
    """Accept until standard input ends or we are killed."""
    loop = asyncio.get_running_loop()
    async with make_house(url=url, engine=FakeEngine(delay=delay), clock=real_clock()) as house:
        print("ready", flush=True)
        while True:
            line = await loop.run_in_executor(None, sys.stdin.readline)
            if not line:
                return
            person, number, text = line.split(" ", 2)
            await house.inbox.accept(
                InboundMessage(
                    channel="whatsapp",
                    account="1",
                    person=person,
                    address=person,
                    platform_message_id=number,
                    at=datetime.now(timezone.utc),
                    text=text.strip(),
                )
            )
            print("ok", number, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
