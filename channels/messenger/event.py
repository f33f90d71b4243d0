"""One event of Messenger with what surrounds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.graph.reading import identifier, moment, table

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One event with what surrounds it."""

    page: str
    item: Json
    now: datetime
    standby: bool

    @property
    def at(self) -> datetime:
        """When it happened (milliseconds on the wire)."""
        return moment(self.item.get("timestamp"), self.now, per_second=1000)

    @property
    def sender(self) -> str:
        """The page-scoped id of the writer."""
        return identifier(table(self.item.get("sender")).get("id"))

    @property
    def recipient(self) -> str:
        """Whom it went to."""
        return identifier(table(self.item.get("recipient")).get("id"))
