"""Housekeeping: sweep, purge, backup."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.errors import BadRequest
from service.forgetting import scrub
from service.settings import DeskSettings, Settings
from service.sweeping import Sweep
from service.views import PurgeReport
from store.base import Base
from store.models import (
    AppointmentRow,
    AuditRow,
    ConversationRow,
    DeskSessionRow,
    GapRow,
    LeftMessageRow,
    OutboxRow,
    SeenRow,
)

log = structlog.get_logger("azimut.keeping")
APPOINTMENT_DAYS = 2  # how long an appointment outlives its date
_FAREWELL_DAYS = 2  # how long the last words may wait to be sent
Rule = tuple[str, type[Base], ColumnElement[bool]]


class Keeping:
    """Background work; ``bot`` calls it on a timer."""

    def __init__(self, core: Core, settings: Settings) -> None:
        self._core = core
        self._settings = settings
        self._sweep = Sweep(core, settings)

    async def sweep(self) -> None:
        """Every half minute: conversations of counsellors who are gone back to the queue,
        waiting visitors offered something else (once), reminders."""
        await self._sweep.run()

    async def purge(self, *, dry_run: bool = False) -> PurgeReport:
        """Delete what is older than the settings say, in one transaction. Daily."""
        rules = _rules(await self._settings.get(), self._core)
        counts: dict[str, int] = {}
        async with self._core.write() as session:
            for name, table, old in rules:
                counts[name] = counts.get(name, 0) + await _purge(session, table, old, dry_run)
        counts.pop("farewells")
        report = PurgeReport(**counts, dry_run=dry_run)
        log.info("purge", dry_run=dry_run, **counts)
        if not dry_run:  # also for what was forgotten while somebody was in the way
            await scrub(self._core)
        return report

    async def backup(self, target: Path) -> None:
        """An online copy of a SQLite database, complete or not there at all.

        Raises BadRequest on PostgreSQL (use pg_dump), FileExistsError, OSError.
        """
        source = self._core.database.path
        if source is None:
            raise BadRequest("a PostgreSQL database is backed up with pg_dump")
        if target.exists():
            raise FileExistsError(target)
        await asyncio.to_thread(_copy, source, target)


def _rules(settings: DeskSettings, core: Core) -> list[Rule]:
    now = core.now()
    answered = now - timedelta(days=settings.left_message_days)
    unanswered = now - timedelta(days=settings.retention_days + settings.left_message_days)
    quiet = now - timedelta(days=settings.retention_days)
    seen = now - timedelta(days=core.options.seen_life_days)
    idle = now - timedelta(seconds=core.options.session_idle)
    return [
        ("conversations", ConversationRow, ConversationRow.updated_at < quiet),
        (
            "appointments",
            AppointmentRow,
            AppointmentRow.ends_at < now - timedelta(days=APPOINTMENT_DAYS),
        ),
        (
            "left_messages",
            LeftMessageRow,
            (LeftMessageRow.replied_at < answered) | (LeftMessageRow.created_at < unanswered),
        ),
        ("gaps", GapRow, GapRow.at < now - timedelta(days=settings.gap_days)),
        ("seen", SeenRow, SeenRow.at < seen),
        (
            "sessions",
            DeskSessionRow,
            (DeskSessionRow.expires_at < now) | (DeskSessionRow.seen_at < idle),
        ),
        ("audit", AuditRow, AuditRow.at < now - timedelta(days=settings.audit_days)),
        (
            "farewells",
            OutboxRow,
            OutboxRow.conversation_id.is_(None)
            & (OutboxRow.created_at < now - timedelta(days=_FAREWELL_DAYS)),
        ),
    ]


async def _purge(
    session: AsyncSession, table: type[Base], old: ColumnElement[bool], dry_run: bool
) -> int:
    if dry_run:
        found = await session.scalar(select(func.count()).select_from(table).where(old))
        return found or 0
    gone = await session.execute(delete(table).where(old))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a CursorResult


def _copy(source: Path, target: Path) -> None:
    """SQLite's own backup, which copies a database that is being written to."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    reading = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    writing = sqlite3.connect(part)
    try:
        reading.backup(writing, pages=1000, sleep=0.01)
        (fine,) = writing.execute("PRAGMA integrity_check").fetchone()
    finally:
        writing.close()
        reading.close()
    if fine != "ok":
        part.unlink()
        raise OSError("the copy is damaged: is the disk full or failing?")
    part.replace(target)
