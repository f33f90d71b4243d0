"""How long a thing stays good: ``6 months``."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_PERIOD = re.compile(r"(\d{1,4}) (day|week|month|year)s?")


@dataclass(frozen=True)
class Period:
    """A number of days or months that can be added to a date."""

    text: str
    months: int
    days: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``3 months``, ``1 year``, ``2 weeks`` or ``10 days``.

        Raises ValueError for anything else, and for nothing at all (``0 days``).
        """
        match = _PERIOD.fullmatch(text)
        if not match or int(match[1]) == 0:
            raise ValueError(f"not a period: {text!r}")
        number, unit = int(match[1]), match[2]
        months = {"month": number, "year": 12 * number}.get(unit, 0)
        days = {"day": number, "week": 7 * number}.get(unit, 0)
        return cls(text, months, days)

    def after(self, start: date) -> date:
        """The date that lies one period after ``start``; 31 January + 1 month is 28 February."""
        month = start.month - 1 + self.months
        year, month = start.year + month // 12, month % 12 + 1
        day = min(start.day, calendar.monthrange(year, month)[1])
        return date(year, month, day) + timedelta(days=self.days)
