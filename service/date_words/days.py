"""The days in date words: "jeudi prochain", "eind volgende week", "du 3 au 10 décembre"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.date_words.bounds import Bounds
from service.date_words.calendar import Span
from service.date_words.patterns import Patterns
from service.date_words.reading import Reading
from service.date_words.single import Single
from service.date_words.stretches import Stretches


@dataclass(frozen=True, slots=True)
class Days:
    """Spans of days; ``never``: weekdays that are excluded."""

    spans: tuple[Span, ...]
    never: frozenset[int]


def read_days(reading: Reading, patterns: Patterns) -> Days:
    """The days of a text, taken out of it."""
    rules = Rules(reading, patterns)
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


class Rules(Bounds, Stretches, Single):
    """Each rule takes its words out of the reading; their order matters."""

    def never(self) -> frozenset[int]:
        """ "sauf mardi", "niet op maandag"."""
        weekday = self.words.weekday
        listed = rf"{weekday}(?:\s?{self.patterns.or_}\s?(?:le\s)?{weekday})*"
        return frozenset(
            self.words.weekdays[name]
            for found in self.reading.take_all(rf"(?:{self.patterns.never})\s{listed}")
            for name in re.findall(weekday, found[0])
        )
