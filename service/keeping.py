"""Housekeeping: sweep, purge, backup."""

from __future__ import annotations

from pathlib import Path

from service.views import PurgeReport


class Keeping:
    """Background work; ``bot`` calls it on a timer."""

    async def sweep(self) -> None:
        """Every half minute: presence time-outs, conversations of counsellors who are gone
        back to the queue, waiting visitors offered something else (once), reminders."""
        raise NotImplementedError

    async def purge(self, *, dry_run: bool = False) -> PurgeReport:
        """Delete what is older than the settings say. Daily."""
        raise NotImplementedError

    async def backup(self, target: Path) -> None:
        """An online copy of a SQLite database. Raises BadRequest on PostgreSQL (use pg_dump)."""
        raise NotImplementedError
