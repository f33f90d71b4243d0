"""Drawings of tables, made in a thread and kept for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from service.reporting.labels import Labels
from service.reporting.plots import draw
from service.reporting.table import Table

_KEPT = 100


class Drawings:
    """The same table in the same language is drawn once."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Table, str], bytes] = OrderedDict()

    async def of(self, table: Table, labels: Labels) -> bytes:
        """The SVG."""
        key = table, labels.language
        if key not in self._known:
            self._known[key] = await asyncio.to_thread(draw, table, labels)
        self._known.move_to_end(key)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return self._known[key]
