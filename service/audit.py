"""The audit trail: who saw and did what. Never message text."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from service.core import Core
from service.views import AuditEntry
from store.models import AuditRow, CounsellorRow


def audit_line(core: Core, by: int | None, action: str, subject: object = "") -> AuditRow:
    """A line to be written with the transaction of the deed. ``subject`` is an id."""
    return AuditRow(at=core.now(), counsellor_id=by, action=action, subject=str(subject)[:80])


class Audit:
    """Read the trail; write a line that belongs to no other change."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def write(self, by: int | None, action: str, subject: object = "") -> None:
        """One line of its own (services write theirs with their transaction)."""
        async with self._core.write() as session:
            session.add(audit_line(self._core, by, action, subject))

    async def read(
        self, *, before: datetime | None = None, by: int | None = None, limit: int = 100
    ) -> tuple[AuditEntry, ...]:
        """Newest first."""
        query = select(AuditRow, CounsellorRow.name).outerjoin(
            CounsellorRow, CounsellorRow.id == AuditRow.counsellor_id
        )
        if before is not None:
            query = query.where(AuditRow.at < before)
        if by is not None:
            query = query.where(AuditRow.counsellor_id == by)
        async with self._core.read() as session:
            rows = await session.execute(query.order_by(AuditRow.id.desc()).limit(limit))
            return tuple(AuditEntry(row.at, name, row.action, row.subject) for row, name in rows)
