"""One day, in all the ways in which it is said."""

from __future__ import annotations

import re
from datetime import date

from service.date_words.calendar import Calendar
from service.date_words.patterns import Patterns
from service.date_words.reading import Reading


class OneDay:
    """A pattern for a day, and the day that it found."""

    def __init__(self, reading: Reading, patterns: Patterns) -> None:
        self.reading = reading
        self.patterns = patterns
        self.words = patterns.lexicon
        self.calendar = Calendar(reading.today)

    def a_day(self, name: str, *, weekdays: bool = True) -> str:
        """A pattern for one day, its groups beginning with ``name``."""
        words, the, ordinal = self.words, self.patterns.the, self.patterns.ordinal
        numeric = (
            rf"(?P<{name}d>\d{{1,2}})[/.-](?P<{name}m>\d{{1,2}})(?:[/.-](?P<{name}y>(?:20)?\d\d))?"
        )
        named = (
            rf"(?P<{name}day>\d{{1,2}}|premier){ordinal}\s(?P<{name}month>{words.month})\.?"
            rf"(?:\s(?P<{name}year>20\d\d))?"
        )
        beside = (
            rf"(?P<{name}beside>{words.weekday})\s(?:{the}\s)?"
            rf"(?P<{name}number>\d{{1,2}}){ordinal}(?!\s?[/.:\d])"
        )
        dated = rf"(?:(?:{words.weekday}),?\s)?(?:{the}\s)?(?:{numeric}|{named})|{beside}"
        alone = rf"|(?P<{name}weekday>{words.weekday})" if weekdays else ""
        return rf"(?:{dated}{alone})"

    def day_of(self, found: re.Match[str], name: str) -> date | None:
        """The day that such a pattern found; None when there is no such day."""
        groups = {
            key[len(name) :]: value
            for key, value in found.groupdict().items()
            if value and key.startswith(name)
        }
        if "weekday" in groups:
            return self.calendar.coming(self.words.weekdays[groups["weekday"]])
        if "beside" in groups:
            weekday = self.words.weekdays[groups["beside"]]
            return self.calendar.numbered(int(groups["number"]), weekday)
        if "month" in groups:
            day = 1 if groups["day"] == "premier" else int(groups["day"])
            return self.calendar.dated(day, self.words.months[groups["month"]], groups.get("year"))
        if "d" in groups:
            return self.calendar.dated(int(groups["d"]), int(groups["m"]), groups.get("y"))
        return None
