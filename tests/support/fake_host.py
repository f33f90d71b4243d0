"""Stands for bot.engine_host: says which model and articles it has, after a moment."""

from __future__ import annotations

import asyncio
import json
import os
import sys

from knowledge.loader import LIVE_FOLDER
from service.types import Reply, TurnResult, Understanding, to_json

THINKS = 0.05  # seconds


async def serve(address: str, model: str, number: int) -> None:
    """One worker."""
    reader, writer = await asyncio.open_unix_connection(address)
    writer.write(json.dumps({"pid": os.getpid() * 100 + number}).encode() + b"\n")
    while line := await reader.readline():
        text = json.loads(line)["text"]
        await asyncio.sleep(THINKS)
        reply = Reply(f"{text} {model} {os.environ.get(LIVE_FOLDER, '')}", "fr")
        result = TurnResult((reply,), Understanding(outcome="answered"), (), {})
        writer.write(json.dumps({"result": to_json(result)}).encode() + b"\n")


async def main(address: str, model: str, workers: str) -> None:
    """All workers; a broken model ends it."""
    if "broken" in model:
        sys.exit(2)
    await asyncio.gather(*(serve(address, model, number) for number in range(int(workers))))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
