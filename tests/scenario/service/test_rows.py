"""Rows written by statements are the rows that a session would have written."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import select

from store.database import Database
from store.migrate import upgrade
from store.models import ChoiceRow, ConversationRow, InboxRow, MessageRow, OutboxRow
from store.rows import NewRows, insert_row, table_of, update_row

NOW = datetime(2026, 1, 7, 9, tzinfo=timezone.utc)
KINDS = (ConversationRow, MessageRow, ChoiceRow, OutboxRow)


def _rows(name: str) -> list[Any]:
    """As little as may be said of each."""
    return [
        ConversationRow(id=name, channel="web", created_at=NOW, updated_at=NOW),
        MessageRow(conversation_id=name, seq=1, kind="text", author="bot", language="fr", text="a",
                   at=NOW),
        MessageRow(conversation_id=name, seq=2, kind="text", author="visitor", language="fr",
                   text="b", understanding={"act": "ask"}, at=NOW),
        ChoiceRow(id=name, conversation_id=name, seq=1, position=0, label="a", action={},
                  expires_at=NOW),
        OutboxRow(conversation_id=name, lane=name, channel="web", account="", address="",
                  kind="messages", language="fr", opaque=name, due_at=NOW, created_at=NOW,
                  updated_at=NOW),
    ]  # fmt: skip


async def _stored(database: Database, name: str) -> list[dict[str, Any]]:
    """All columns, without what must differ."""
    found = []
    async with database.read() as session:
        for kind in KINDS:
            for row in (await session.execute(select(table_of(kind)))).mappings():
                plain = {column: value for column, value in row.items() if value != name}
                if name in row.values():
                    found.append(
                        {key: v for key, v in plain.items() if (kind, key) != (OutboxRow, "id")}
                    )
    return found


async def test_what_is_left_out_is_what_a_session_writes(database_url: str) -> None:
    database = Database(database_url)
    await upgrade(database)
    async with database.write() as session:
        for row in _rows("session"):  # a session finds no order among tables without relationships
            session.add(row)
            await session.flush()
    new = NewRows()
    new.add_all(_rows("statements"))
    async with database.write(brief=True) as session:
        await new.write(session)
    assert await _stored(database, "statements") == await _stored(database, "session")
    await database.close()


async def test_a_number_is_given_and_only_named_columns_are_written(database_url: str) -> None:
    database = Database(database_url)
    await upgrade(database)
    row = InboxRow(conversation_id="c", kind="text", text="a", sent_at=NOW, received_at=NOW)
    async with database.write(brief=True) as session:
        session.add(ConversationRow(id="c", channel="web", created_at=NOW, updated_at=NOW))
        await session.flush()
        row.id = await insert_row(session, row)
    row.text, row.kind, row.done_at = None, "never written", NOW
    async with database.write(brief=True) as session:
        await update_row(session, row, ("text", "done_at"))
    async with database.read(brief=True) as session:
        found = await session.get(InboxRow, row.id)
        assert found is not None
        assert (found.text, found.kind, found.done_at) == (None, "text", NOW)
    await database.close()
