"""Moments as visitors write them, French and Dutch: "jeudi après-midi", "volgende dinsdag na 16u".

    windows("demain matin", "fr", now) -> (Window(tomorrow 8:00, tomorrow 12:00),)

A grammar of our own over words without accents and with typos: the libraries that parse dates
know one of the two languages well, give a point in time rather than a stretch of it, and take
"na 16u" for 16:00. Everything is Europe/Brussels wall time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from service.date_words.clock import read_clock
from service.date_words.days import read_days
from service.date_words.patterns import DUTCH, FRENCH, Patterns
from service.date_words.reading import Reading
from service.date_words.window import Clock, Window
from service.options import BRUSSELS

__all__ = ["Window", "windows"]

AHEAD = 60  # days that an hour alone, or "n'importe quand", reaches
SOON = 14  # days that "zo snel mogelijk" reaches
LONGEST = 300  # characters; a moment is named in fewer


def windows(text: str, language: str, now: datetime) -> tuple[Window, ...]:
    """What a text means by "when", a window a day, soonest first; nothing when it names no moment.

    Read in the conversation's language, and in the other one when that finds nothing: people
    mix them.
    """
    order = (DUTCH, FRENCH) if language == "nl" else (FRENCH, DUTCH)
    for patterns in order:
        found = _read(text[:LONGEST], patterns, now.astimezone(BRUSSELS))
        if found:
            return found
    return ()


def _read(text: str, patterns: Patterns, now: datetime) -> tuple[Window, ...]:
    reading = Reading(patterns.lexicon.mended(text), now.date())
    anytime = reading.take(patterns.anytime) is not None
    soonest = reading.take(patterns.soonest) is not None
    clock = read_clock(reading, patterns)
    days = read_days(reading, patterns)
    named = {
        first + timedelta(days=step)
        for first, last in days.spans
        for step in range(min((last - first).days, AHEAD) + 1)
    }
    if not named and not (anytime or soonest or clock or days.never):
        return ()
    exact = clock is not None and clock.exact and len(named) in (1, 2, 3)
    if not named:
        reach = SOON if soonest and not clock else AHEAD
        named = {now.date() + timedelta(days=step) for step in range(reach)}
    kept = [day for day in sorted(named) if day.weekday() not in days.never]
    return _on_days(kept, clock or Clock(), exact, now)


def _on_days(days: Iterable[date], clock: Clock, exact: bool, now: datetime) -> tuple[Window, ...]:
    found = (Window(_at(day, clock.start), _at(day, clock.end), exact) for day in days)
    return tuple(window for window in found if window.end > now and window.start < window.end)


def _at(day: date, minutes: int) -> datetime:
    minutes = max(0, min(minutes, 24 * 60 - 1))
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=BRUSSELS)
