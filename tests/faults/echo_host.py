"""Stands for bot.engine_host: the fake engine, in a process of its own that can be killed."""

from __future__ import annotations

import asyncio
import json
import os
import sys

from service.types import to_json, turn_input_from_json
from tests.support.fake_engine import obey

THINKS = 0.02  # seconds, so that some die under a turn


async def serve(address: str, number: int) -> None:
    """One worker."""
    reader, writer = await asyncio.open_unix_connection(address, limit=2**24)
    writer.write(json.dumps({"pid": os.getpid() * 100 + number}).encode() + b"\n")
    while line := await reader.readline():
        turn = turn_input_from_json(json.loads(line))
        await asyncio.sleep(THINKS)
        writer.write(json.dumps({"result": to_json(obey(turn))}).encode() + b"\n")


async def main(address: str, _model: str, workers: str) -> None:
    """Until the web process hangs up."""
    await asyncio.gather(*(serve(address, number) for number in range(int(workers))))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
