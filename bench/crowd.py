"""Fills a database with what years of use leave behind, while nobody serves from it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from store.database import Database
from store.models import ConversationRow, HandoverRow, MessageRow

EACH = 20  # messages a conversation
BATCH = 1000  # conversations a transaction
TEXT = (
    "Comment faire reconnaître mon diplôme obtenu à l'étranger, et combien de temps cela prend ? "
)

Rows = list[dict[str, Any]]


def fill(path: Path, messages: int, waiting: int) -> None:
    """Add so many stored messages, and conversations that wait for a counsellor."""
    asyncio.run(_fill(Database(f"sqlite:///{path}"), messages, waiting))


def synchronous(path: Path) -> int:
    """What a connection of the service has set: 2 is FULL, every commit is on disk."""

    async def asked() -> int:
        database = Database(f"sqlite:///{path}")
        async with database.write() as session:
            found = await session.scalar(text("PRAGMA synchronous"))
        await database.close()
        return int(found)

    return asyncio.run(asked())


async def _fill(database: Database, messages: int, waiting: int) -> None:
    now = datetime.now(timezone.utc)
    for owner, count in (("bot", messages // EACH), ("waiting", waiting)):
        found = _conversations(owner, count, now)
        while rows := list(islice(found, BATCH)):
            await _write(database, rows, now)
    await database.close()


def _conversations(owner: str, count: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(count):
        at = now - timedelta(minutes=number % (20 * 24 * 60))  # within retention
        yield {
            "id": uuid.uuid4().hex, "channel": "web", "token_hash": uuid.uuid4().hex,
            "language": "fr", "owner": owner, "version": EACH, "last_seq": EACH, "state": {},
            "situations": [], "tags": [], "greeted": True, "created_at": at, "updated_at": at,
            "last_visitor_at": at,
        }  # fmt: skip


async def _write(database: Database, conversations: Rows, now: datetime) -> None:
    spoken = [_message(each, seq) for each in conversations for seq in range(1, EACH + 1)]
    waiting = [_handover(each, now) for each in conversations if each["owner"] == "waiting"]
    async with database.write() as session:
        await session.execute(insert(ConversationRow), conversations)
        await session.execute(insert(MessageRow), spoken)
        if waiting:
            await session.execute(insert(HandoverRow), waiting)


def _message(conversation: dict[str, Any], seq: int) -> dict[str, Any]:
    author = "visitor" if seq % 2 else "bot"
    return {
        "conversation_id": conversation["id"], "seq": seq, "kind": "text", "author": author,
        "language": "fr", "text": TEXT * (1 if seq % 2 else 5), "data": {},
        "at": conversation["created_at"],
    }  # fmt: skip


def _handover(conversation: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Already offered to go on without a person, so that the sweep leaves it alone."""
    return {
        "conversation_id": conversation["id"], "reason": "asked", "urgent": False,
        "theme": "studies", "summary": TEXT, "created_at": conversation["created_at"],
        "offered_at": now,
    }  # fmt: skip
