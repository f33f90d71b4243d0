"""Single days: "le 3 décembre", "overmorgen", "jeudi prochain"."""

from __future__ import annotations

import re
from datetime import timedelta

from service.date_words.calendar import Span
from service.date_words.one_day import OneDay

# What a number counts that is no day of a month.
_COUNTED = r"ans?\b|mois|jours?|semaines?|heures?|h\b|%|euros?|jaar|maanden|dagen|weken|uur|u\b"


class Single(OneDay):
    """Rules for days, each for itself."""

    def pairs(self) -> list[Span]:
        """ "le 2 ou 3 décembre": the month is said once."""
        found = self.reading.take(
            rf"(?:{self.patterns.the}\s)?(?<![/.-])(?P<one>\d{{1,2}}){self.patterns.ordinal}"
            rf"\s?{self.patterns.or_}\s?(?:{self.patterns.the}\s)?{self.a_day('b', weekdays=False)}"
        )
        last = self.day_of(found, "b") if found else None
        if found is None or last is None:
            return []
        first = self.calendar.before(int(found["one"]), last)
        return [(day, day) for day in (first, last) if day is not None]

    def dates(self) -> list[Span]:
        """ "le 3 décembre", "3/12", "2026-12-03", "le 15"."""
        days = [
            self.calendar.dated(int(found["d"]), int(found["m"]), found["y"])
            for found in self.reading.take_all(r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)")
        ]
        short = "|".join(self.words.short_weekdays)
        dated = rf"(?:(?:{short})\.?\s)?{self.a_day('a', weekdays=False)}"
        days += [self.day_of(found, "a") for found in self.reading.take_all(dated)]
        lone = rf"(?:{self.patterns.lone})(?!\s?[/.:\d]|\s?(?:{_COUNTED}))"
        for found in self.reading.take_all(lone):
            number = found["n"] or found["m"]
            days.append(self.calendar.numbered(int(number)))
        return [(day, day) for day in days if day is not None]

    def near(self) -> list[Span]:
        """ "aujourd'hui", "demain", "overmorgen"."""
        patterns = self.patterns
        near = ((patterns.after_tomorrow, 2), (patterns.tomorrow, 1), (patterns.today, 0))
        days = [
            self.reading.today + timedelta(days=ahead)
            for pattern, ahead in near
            if self.reading.take(pattern)
        ]
        # "cet après-midi", "ce soir": the part of the day was taken out before.
        if self.reading.take(rf"(?:{patterns.this})\s+;"):
            days.append(self.reading.today)
        return [(day, day) for day in days]

    def weekdays(self) -> list[Span]:
        """ "jeudi", "ce jeudi", "volgende dinsdag", "mardi prochain", "wo."."""
        patterns, weekday, spans = self.patterns, self.words.weekday, []
        pattern = (
            rf"(?:(?P<this>{patterns.this})\s|(?P<coming>{patterns.coming_before})\s"
            rf"|(?P<before>{patterns.next_before})\s)?(?P<day>{weekday})"
            rf"(?:\s(?:(?P<after>{patterns.next_after})|{patterns.coming_after}))?"
        )
        for found in self.reading.take_all(pattern):
            spans += self._weekday(found)
        short = "|".join(self.words.short_weekdays)
        for found in self.reading.take_all(rf"(?P<short>{short})(?:\.(?=\s|$)|(?=\s;))"):
            day = self.calendar.coming(self.words.short_weekdays[found["short"]])
            spans.append((day, day))
        return spans

    def _weekday(self, found: re.Match[str]) -> list[Span]:
        weekday = self.words.weekdays[found["day"]]
        if found["this"]:
            day = self.calendar.coming(weekday, today_too=True)
            return [(day, day)]
        day, next_week = self.calendar.coming(weekday), self.calendar.monday(1)
        next_week += timedelta(days=weekday)
        if found["before"]:  # "volgende dinsdag": the one of next week
            return [(next_week, next_week)]
        if found["after"] and day < self.calendar.monday(1):
            return [(day, day), (next_week, next_week)]  # "jeudi prochain": people mean either
        return [(day, day)]
