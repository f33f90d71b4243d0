"""Which figures a page shows: read from its address, and written into the addresses beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from multidict import MultiMapping

from service.errors import BadRequest
from service.reporting.period import DAY, KINDS, Kind, Period, before, whole
from service.reporting.source import Asked
from service.reporting.tally import Filter
from service.reporting.values import ALWAYS

FILTERS = ("channel", "language", "theme", "public")
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Selection:
    """A period and filters. ``today`` cuts the period of the present off."""

    kind: Kind
    period: Period
    filter: Filter
    today: date

    @property
    def asked(self) -> Asked:
        """For the statistics: what has come of the period, compared with as much of the one
        before."""
        come = self.period.until(self.today)
        return Asked(come, before(come, self.kind), self.filter)

    @property
    def query(self) -> str:
        """The address of exactly this, today and in ten years."""
        period = {
            "period": self.kind,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
        }
        return urlencode(period | self.filter.given())

    def around(self, kind: Kind) -> Selection:
        """The present week, month or year."""
        return replace(self, kind=kind, period=whole(kind, self.today))

    @property
    def earlier(self) -> Selection:
        """The period before, whole."""
        return replace(self, period=before(self.period, self.kind))

    @property
    def later(self) -> Selection | None:
        """The period after; None when it has not begun."""
        first = self.period.last + DAY
        if first > self.today:
            return None
        if self.kind == "days":
            return replace(self, period=Period(first, first + (self.period.days - 1) * DAY))
        return replace(self, period=whole(self.kind, first))


def read_selection(query: MultiMapping[str], today: date) -> Selection:
    """What an address asks for; without anything, the present month. Raises BadRequest."""
    kind: Any = query.get("period", "month")
    if kind not in KINDS:
        raise BadRequest("period")
    return Selection(kind, _period(query, kind, today), _filter(query), today)


def _period(query: MultiMapping[str], kind: Kind, today: date) -> Period:
    first = _day(query.get("from", ""), "from") or (
        today.replace(day=1) if kind == "days" else whole(kind, today).first
    )
    if kind != "days":
        return whole(kind, first)
    last = _day(query.get("to", ""), "to") or today
    if last < first:
        raise BadRequest("to")
    return Period(first, last)


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadRequest(name) from None
    if not _EARLIEST <= day <= _LATEST:
        raise BadRequest(name)
    return day


def _filter(query: MultiMapping[str]) -> Filter:
    values = {}
    for name in FILTERS:
        value = query.get(name, "")
        if value and value not in (*ALWAYS[name], "unknown"):
            raise BadRequest(name)
        values[name] = value or None
    return Filter(**values)
