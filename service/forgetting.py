"""Forgetting: everything of a conversation, at once, in one transaction.

What stays: fact rows and the audit trail (no text, no identity) and, for eight days, the keyed
hashes of platform message ids, so that a late redelivery revives nothing.
"""

from __future__ import annotations

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.errors import NotFound
from service.events import Event
from store.models import (
    AppointmentRow,
    ChoiceRow,
    ConversationRow,
    GapRow,
    HandoverRow,
    InboxRow,
    LeftMessageRow,
    MessageRow,
    NoteRow,
    OutboxRow,
)

# Every table with a conversation_id; appointments, gaps and messages left outlive a purge but
# not a "forget me".
_OF_A_CONVERSATION = (
    ChoiceRow,
    MessageRow,
    InboxRow,
    OutboxRow,
    NoteRow,
    HandoverRow,
    AppointmentRow,
    GapRow,
    LeftMessageRow,
)


# What has a code of its own, which the visitor keeps.
_WITH_A_CODE = (AppointmentRow, LeftMessageRow)


async def erase(session: AsyncSession, conversation_id: str, *, keep_codes: bool = False) -> None:
    """Delete the rows; with ``keep_codes`` what a code leads to stays. Raises NotFound."""
    for table in _OF_A_CONVERSATION:
        if keep_codes and table in _WITH_A_CODE:
            continue
        await session.execute(delete(table).where(table.conversation_id == conversation_id))
    found = await session.execute(
        delete(ConversationRow).where(ConversationRow.id == conversation_id)
    )
    if found.rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult
        raise NotFound("no such conversation")


async def after_erasing(core: Core, conversation_id: str) -> None:
    """Tell everybody, and leave no copy in the write-ahead log."""
    await core.bus.publish(Event("forgotten", conversation_id))
    await scrub(core)


async def scrub(core: Core) -> None:
    """Fold SQLite's write-ahead log into the file, where deleted rows are zeros, and empty it."""
    if not core.database.is_sqlite:
        return
    async with core.database.writer.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await connection.execute(text("SELECT 1"))
