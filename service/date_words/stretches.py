"""Weeks, weekends, months: "eind volgende week", "en décembre"."""

from __future__ import annotations

import re
from datetime import timedelta

from service.date_words.calendar import Span
from service.date_words.one_day import OneDay

_ABOUT_TEN = 10


class Stretches(OneDay):
    """Rules for stretches of days, and for days in them."""

    def week_of(self) -> list[Span]:
        """ "la semaine du 7 décembre"."""
        found = self.reading.take(rf"(?:{self.patterns.week_of})\s{self.a_day('a')}")
        day = self.day_of(found, "a") if found else None
        return [self.calendar.week_of(day)] if day else []

    def weekday_of_a_week(self) -> list[Span]:
        """ "mardi de la semaine prochaine", "volgende week dinsdag", "jeudi en huit"."""
        weekday, patterns = self.words.weekday, self.patterns
        spans: list[Span] = []
        for found in self.reading.take_all(rf"(?P<day>{weekday})\s(?:{patterns.in_a_week})"):
            day = self.calendar.coming(self.words.weekdays[found["day"]])
            # Said on the day before, "mardi en huit" is not tomorrow but a week later.
            spans.append((day + timedelta(days=7), day + timedelta(days=7)))
        both = rf"(?P<days>{weekday}(?:\s?{patterns.or_}\s?(?:le\s)?{weekday})*)"
        week = rf"(?:(?P<later>{patterns.week_after})|{patterns.next_week})"
        for pattern in (
            rf"{both}\s(?:in\s|de\s)?{week}",
            rf"{week}\s?,?\s?(?:le\s|op\s|un\s)?{both}",
        ):
            for found in self.reading.take_all(pattern):
                monday = self.calendar.monday(2 if found["later"] else 1)
                for name in re.findall(weekday, found["days"]):
                    day = monday + timedelta(days=self.words.weekdays[name])
                    spans.append((day, day))
        return spans

    def in_some_time(self) -> list[Span]:
        """ "dans trois jours", "over twee weken"."""
        patterns = self.patterns
        number = (
            rf"(?:(?:{patterns.about})\s)?"
            rf"(?:(?P<ten>{patterns.ten_or_so})|(?P<n>{self.words.number}))"
        )
        found = self.reading.take(
            rf"(?:{patterns.after_span})\s{number}\s(?:(?P<days>{patterns.day_unit})"
            rf"|(?P<weeks>{patterns.week_unit})|(?P<months>{patterns.month_unit}))"
        )
        if found is None:
            return []
        count = _ABOUT_TEN if found["ten"] else self.words.value(found["n"])
        if found["days"]:
            return [self.calendar.in_days(count)]
        if found["weeks"]:
            return [self.calendar.week_of(self.reading.today + timedelta(weeks=count))]
        day = self.reading.today + timedelta(days=30 * count)
        return [(day - timedelta(days=5), day + timedelta(days=5))]

    def weeks(self) -> list[Span]:
        """ "la semaine prochaine", "eind volgende week"."""
        patterns, spans = self.patterns, []
        for pattern, ahead in (
            (patterns.week_after, 2),
            (patterns.next_week, 1),
            (patterns.this_week, 0),
        ):
            for part, first, last in (
                (patterns.beginning, 0, 1),
                (patterns.middle, 2, 2),
                (patterns.end, 3, 4),
            ):
                if self.reading.take(rf"(?:{part})\s(?:{pattern})"):
                    spans.append(self.calendar.in_week(ahead, first, last))
            if ahead and self.reading.take(pattern):
                spans.append(self.calendar.in_week(ahead, 0, 6))
        if self.reading.take(rf"(?:{patterns.this})\s(?:{patterns.week_unit})"):
            spans.append(self.calendar.in_week(0, 0, 6))
        return spans

    def weekends(self) -> list[Span]:
        """ "ce week-end", "volgend weekend"."""
        if self.reading.take(self.patterns.next_weekend):
            return [self.calendar.in_week(1, 5, 6)]
        if self.reading.take(self.patterns.this_weekend):
            return [self.calendar.in_week(0, 5, 6)]
        return []

    def months(self) -> list[Span]:
        """ "en décembre", "half januari", "fin du mois"."""
        patterns, month, spans = self.patterns, self.words.month, []
        parts = ((patterns.beginning, 1, 10), (patterns.middle, 11, 20), (patterns.end, 21, 31))
        for part, first, last in parts:
            for found in self.reading.take_all(rf"(?:{part})[\s-](?P<month>{month})"):
                spans.append(self._in(found["month"], first, last))
            if self.reading.take(rf"(?:{part})\s(?:{patterns.next_month})"):
                spans.append(self.calendar.in_month(self.calendar.next_month(), first, last))
            if self.reading.take(rf"(?:{part})\s(?:{patterns.this_month})"):
                spans.append(self.calendar.in_month(self.reading.today, first, last))
        if self.reading.take(patterns.next_month):
            spans.append(self.calendar.in_month(self.calendar.next_month(), 1, 31))
        for found in self.reading.take_all(rf"(?:{patterns.in_month})\s(?P<month>{month})"):
            spans.append(self._in(found["month"], 1, 31))
        if self.reading.take(rf"(?:{patterns.this})\s(?:{patterns.month_unit})(?:[\s-]ci)?"):
            spans.append(self.calendar.in_month(self.reading.today, 1, 31))
        return spans

    def _in(self, month: str, first: int, last: int) -> Span:
        day = self.calendar.month(self.words.months[month])
        return self.calendar.in_month(day, first, last)
