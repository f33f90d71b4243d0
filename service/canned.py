"""Canned replies: ready answers by trigger key, in both languages."""

from __future__ import annotations

import re

from sqlalchemy import delete, select

from service.audit import audit_line
from service.core import Core
from service.errors import BadRequest, NotFound
from service.views import CannedReply
from store.models import CannedReplyRow

_KEY = re.compile(r"^[a-z0-9][a-z0-9_-]{0,39}$")


class CannedReplies:
    """Ready answers. ``{counsellor}`` is filled in with the name of who sends it."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def all(self) -> tuple[CannedReply, ...]:
        """By key."""
        async with self._core.read() as session:
            rows = await session.scalars(select(CannedReplyRow).order_by(CannedReplyRow.key))
            return tuple(_view(row) for row in rows)

    async def save(self, by: int, key: str, fr: str, nl: str) -> CannedReply:
        """New, or replaces the one with this key. Raises BadRequest naming the wrong field."""
        if not _KEY.match(key):
            raise BadRequest("key")
        if not fr.strip() or not nl.strip():
            raise BadRequest("fr" if not fr.strip() else "nl")
        async with self._core.write() as session:
            row = await session.scalar(select(CannedReplyRow).where(CannedReplyRow.key == key))
            if row is None:
                row = CannedReplyRow(key=key)
                session.add(row)
            row.fr, row.nl = fr.strip(), nl.strip()
            session.add(audit_line(self._core, by, "save_canned_reply", key))
            await session.flush()
            return _view(row)

    async def remove(self, by: int, key: str) -> None:
        """Raises NotFound."""
        async with self._core.write() as session:
            gone = await session.scalar(
                delete(CannedReplyRow).where(CannedReplyRow.key == key).returning(CannedReplyRow.id)
            )
            if gone is None:
                raise NotFound("no such canned reply")
            session.add(audit_line(self._core, by, "remove_canned_reply", key))


def _view(row: CannedReplyRow) -> CannedReply:
    return CannedReply(row.id, row.key, row.fr, row.nl)
