"""``azimut understand``"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any, TextIO

import click

from bot.alone import load_engine, take
from service.types import Engine, Json


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
def understand(file: Any) -> None:
    """Read JSON lines {"id", "text"} and print what is understood of each, in order."""
    engine = load_engine()
    clean = asyncio.run(_understand_all(engine, file, sys.stdout))
    if not clean:
        sys.exit(2)


async def _understand_all(engine: Engine, lines: Any, out: TextIO) -> bool:
    clean = True
    for raw in lines:
        if not raw.strip():
            continue
        answer = await understand_line(engine, raw)
        clean = clean and "error" not in answer
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return clean


async def understand_line(engine: Engine, raw: bytes) -> Json:
    """What is understood of one line; an unreadable one gives {"id", "error"}."""
    identity = None
    try:
        record = json.loads(raw)
        if not isinstance(record, dict):
            raise ValueError("not a JSON object")
        identity = record.get("id")
        text = record["text"]
        if not isinstance(text, str):
            raise ValueError("text is not a string")
    except KeyError:
        return {"id": identity, "error": "text is missing"}
    except ValueError as error:
        return {"id": identity, "error": f"unreadable line: {error}"}
    result = await take(engine, text)
    return {"id": identity, **result.understanding.public_json()}
