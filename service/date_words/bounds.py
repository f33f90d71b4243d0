"""From a day to a day: "du 3 au 10 décembre", "voor vrijdag"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from service.date_words.calendar import Span
from service.date_words.one_day import OneDay

_OPEN_END = timedelta(days=27)  # how far "à partir du 10" reaches


class Bounds(OneDay):
    """Rules for what has a beginning or an end."""

    def ranges(self) -> list[Span]:
        """ "du 3 au 10 décembre", "tussen maandag en woensdag"."""
        ordinal = self.patterns.ordinal
        for begins, goes_on in self.patterns.between:
            found = self.reading.take(
                rf"(?:{begins})\s(?P<one>\d{{1,2}}){ordinal}\s(?:{goes_on})\s{self.a_day('b')}"
            ) or self.reading.take(
                rf"(?:{begins})\s{self.a_day('a')}\s(?:{goes_on})\s{self.a_day('b')}"
            )
            if found is None:
                continue
            last = self.day_of(found, "b")
            if last is None:
                return []
            one = found.groupdict().get("one")
            first = self.calendar.before(int(one), last) if one else self.day_of(found, "a")
            return self.calendar.ordered(first, last)
        return []

    def bounds(self) -> list[Span]:
        """ "à partir du 10", "voor vrijdag"."""
        patterns = self.patterns
        near = rf"(?P<near>{patterns.next_week}|{patterns.after_tomorrow}|{patterns.tomorrow})"
        next_after = rf"(?:\s(?:{patterns.next_after}|{patterns.coming_after}))?"
        day = rf"(?:(?:{patterns.next_before}|{patterns.coming_before})\s)?"
        anchor = rf"(?:{day}{self.a_day('a')}{next_after}|{near})"
        for pattern, shift in ((patterns.since, 0), (patterns.past, 1)):
            found = self.reading.take(rf"(?:{pattern})\s{anchor}")
            first = self._anchor(found) if found else None
            if first is not None:
                first += timedelta(days=shift)
                return [(first, first + _OPEN_END)]
        for pattern, shift in ((patterns.until, 0), (patterns.short_of, -1)):
            found = self.reading.take(rf"(?:{pattern})\s{anchor}")
            last = self._anchor(found) if found else None
            if last is not None:
                return [(self.reading.today, last + timedelta(days=shift))]
        return []

    def _anchor(self, found: re.Match[str]) -> date | None:
        near = found["near"]
        if near is None:
            return self.day_of(found, "a")
        if re.fullmatch(self.patterns.tomorrow, near):
            return self.reading.today + timedelta(days=1)
        if re.fullmatch(self.patterns.after_tomorrow, near):
            return self.reading.today + timedelta(days=2)
        return self.calendar.monday(1)
