"""Forgetting: everything of a conversation, at once, in one transaction.

What stays: fact rows and the audit trail (no text, no identity) and, for eight days, the keyed
hashes of platform message ids, so that a late redelivery revives nothing.
"""

from __future__ import annotations

import structlog
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.errors import NotFound
from service.events import Event
from store.database import Database, translated
from store.errors import Unavailable
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

log = structlog.get_logger("azimut.forgetting")

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
    """Fold SQLite's write-ahead log into the file, where deleted rows are zeros, and empty it.

    What was deleted is deleted already: while somebody reads or writes for long, the log stays,
    and the purge comes back to it within the hour.
    """
    if not core.database.is_sqlite:
        return
    try:
        with translated():
            busy = await _checkpoint(core.database)
    except Unavailable:
        busy = True
    if busy:
        log.warning("write-ahead log kept for now")


async def _checkpoint(database: Database) -> bool:
    """Whether somebody was in the way."""
    async with database.writer.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        cursor = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = await cursor.fetchone()
        await cursor.close()
    return bool(busy)
