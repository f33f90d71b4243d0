"""Which rows of the outbox may be sent now: of each person the first in line."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from store.models import OutboxRow

_OPEN = ("pending", "sending")


def due_rows(now: datetime, channels: Collection[str], most: int) -> Select[tuple[OutboxRow]]:
    """The query, oldest first. Whoever has an earlier row open, due or not, has to wait."""
    earlier = aliased(OutboxRow)
    before = or_(
        _group(earlier) < _group(OutboxRow),
        and_(_group(earlier) == _group(OutboxRow), earlier.position < OutboxRow.position),
    )
    waits = exists().where(earlier.lane == OutboxRow.lane, earlier.status.in_(_OPEN), before)
    return (
        select(OutboxRow)
        .where(
            OutboxRow.status.in_(_OPEN),
            OutboxRow.due_at <= now,
            OutboxRow.channel.in_(channels),
            ~waits,
        )
        .order_by(OutboxRow.id)
        .limit(most)
    )


def _group(row: type[OutboxRow]) -> Any:
    """Rows of one rendering stay together, where their first row stood in the line."""
    return func.coalesce(row.group_id, row.id)
