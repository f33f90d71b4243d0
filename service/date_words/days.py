"""The days in date words: "jeudi prochain", "eind volgende week", "du 3 au 10 décembre"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from service.date_words.calendar import Calendar, Span
from service.date_words.patterns import Patterns
from service.date_words.reading import Reading

_OPEN_END = timedelta(days=27)  # how far "à partir du 10" reaches
_ABOUT_TEN = 10
# What a number counts that is no day of a month.
_COUNTED = r"ans?\b|mois|jours?|semaines?|heures?|h\b|%|euros?|jaar|maanden|dagen|weken|uur|u\b"


@dataclass(frozen=True, slots=True)
class Days:
    """Spans of days; ``never``: weekdays that are excluded."""

    spans: tuple[Span, ...]
    never: frozenset[int]


def read_days(reading: Reading, patterns: Patterns) -> Days:
    """The days of a text, taken out of it."""
    rules = _Rules(reading, patterns)
    never = rules.never()
    bounded = rules.ranges() or rules.bounds()
    spans = bounded or [
        span
        for rule in (
            rules.week_of,
            rules.weekday_of_a_week,
            rules.in_some_time,
            rules.weeks,
            rules.weekends,
            rules.months,
            rules.pairs,
            rules.dates,
            rules.near,
            rules.weekdays,
        )
        for span in rule()
    ]
    return Days(tuple(span for span in spans if span[1] >= reading.today), never)


class _Rules:
    """Each rule takes its words out of the reading; their order matters."""

    def __init__(self, reading: Reading, patterns: Patterns) -> None:
        self.reading = reading
        self.patterns = patterns
        self.words = patterns.lexicon
        self.calendar = Calendar(reading.today)

    # --- One day ---------------------------------------------------------------------------

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

    # --- Rules -----------------------------------------------------------------------------

    def never(self) -> frozenset[int]:
        """ "sauf mardi", "niet op maandag"."""
        weekday = self.words.weekday
        listed = rf"{weekday}(?:\s?{self.patterns.or_}\s?(?:le\s)?{weekday})*"
        return frozenset(
            self.words.weekdays[name]
            for found in self.reading.take_all(rf"(?:{self.patterns.never})\s{listed}")
            for name in re.findall(weekday, found[0])
        )

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
