"""The time of day in date words: "après-midi", "na 16u", "entre 10h et midi", "half drie"."""

from __future__ import annotations

import re

from service.date_words.patterns import Patterns
from service.date_words.reading import Reading
from service.date_words.window import CLOSES, OPENS, Clock

_EXACT = 30  # minutes of a window at an exact hour
_NOON = 12 * 60
_EARLIEST = 8 * 60  # an hour before it is meant after noon: nobody comes at night


def read_clock(reading: Reading, patterns: Patterns) -> Clock | None:
    """The time of day of a text, taken out of it."""
    _spoken_as_digits(reading, patterns)
    clock = _between(reading, patterns) or _at_an_hour(reading, patterns)
    part = _part(reading, patterns)
    if clock is None or part is None:
        return clock or part
    return _in_part(clock, part)


def _spoken_as_digits(reading: Reading, patterns: Patterns) -> None:
    """Hours in words become digits: "trois heures et demie" → "3:30"."""
    for pattern, minutes in patterns.spoken:
        for found in reversed(
            list(
                re.finditer(
                    rf"(?<![a-z0-9.:])(?:{pattern.replace('@', patterns.lexicon.number)})"
                    r"(?![a-z0-9])",
                    reading.text,
                )
            )
        ):
            at = (patterns.lexicon.value(found[1]) * 60 + minutes) % (24 * 60)
            written = f"{at // 60}:{at % 60:02d}"
            reading.text = f"{reading.text[: found.start()]}{written}{reading.text[found.end() :]}"


def _hour(patterns: Patterns, name: str, *, loose: bool = False) -> str:
    """A clock time, with groups that begin with ``name``. ``loose``: a bare number will do."""
    sign = patterns.hour_sign
    number = rf"(?P<{name}h>\d{{1,2}})"
    minutes = rf"(?P<{name}m>[0-5]\d)"
    full = rf"{number}(?:\s?(?:{sign})\s?{minutes}?|:{minutes.replace('m>', 'n>')}\s?(?:{sign})?"
    full += rf"|\.{minutes.replace('m>', 'o>')}\s?(?:{sign}))"
    bare = rf"|(?P<{name}bare>\d{{1,2}})(?!\s?[/.:]?\d)" if loose else ""
    return rf"(?:{full}|(?P<{name}noon>{patterns.noon}){bare})"


def _minutes(found: re.Match[str], name: str) -> int | None:
    groups = found.groupdict()
    if groups.get(f"{name}noon"):
        return _NOON
    hour = groups.get(f"{name}h") or groups.get(f"{name}bare")
    if hour is None or int(hour) > 23:
        return None
    minutes = next(
        (groups[key] for key in (f"{name}m", f"{name}n", f"{name}o") if groups.get(key)), "0"
    )
    return int(hour) * 60 + int(minutes)


def _between(reading: Reading, patterns: Patterns) -> Clock | None:
    """Between two hours; one of them must look like an hour."""
    for begins, goes_on in patterns.between:
        one, two = _hour(patterns, "a"), _hour(patterns, "b")
        loose_one, loose_two = _hour(patterns, "a", loose=True), _hour(patterns, "b", loose=True)
        words = patterns.lexicon.number
        for pattern in (
            rf"(?:{begins})\s{loose_one}\s(?:{goes_on}|-)\s{two}",
            rf"(?:{begins})\s{one}\s(?:{goes_on}|-)\s{loose_two}",
            rf"(?:{begins})\s{one}\s(?:{goes_on})\s(?P<bword>{words})",
            rf"{loose_one}\s?-\s?{two}",
        ):
            found = reading.take(pattern)
            if found is not None:
                clock = _ordered(found, patterns)
                if clock is not None:
                    return clock
    return None


def _ordered(found: re.Match[str], patterns: Patterns) -> Clock | None:
    word = found.groupdict().get("bword")
    start = _minutes(found, "a")
    end = patterns.lexicon.value(word) * 60 if word else _minutes(found, "b")
    if start is None or end is None:
        return None
    start, end = _afternoon(start), _afternoon(end)
    return Clock(start, end) if start < end else None


def _afternoon(minutes: int) -> int:
    return minutes + _NOON if minutes < _EARLIEST else minutes


def _at_an_hour(reading: Reading, patterns: Patterns) -> Clock | None:
    hour, loose = _hour(patterns, "a"), _hour(patterns, "a", loose=True)
    kinds = (
        (rf"(?:{patterns.after})\s{hour}", "after"),
        (rf"(?:{patterns.before})\s{hour}", "before"),
        (rf"(?:{patterns.around})\s(?:les\s)?{loose}", "around"),
        (rf"(?:{patterns.at})\s{hour}", "at"),
        (_hour(patterns, "a").replace(f"|(?P<anoon>{patterns.noon})", ""), "at"),
    )
    for pattern, kind in kinds:
        found = reading.take(pattern)
        minutes = _minutes(found, "a") if found else None
        if minutes is not None:
            return _clock(kind, _afternoon(minutes))
    return None


def _clock(kind: str, at: int) -> Clock:
    if kind == "after":
        return Clock(at, max(CLOSES, at + 60))
    if kind == "before":
        return Clock(min(OPENS, at - 60), at)
    if kind == "around":
        return Clock(at - 60, at + 61)
    return Clock(at, at + _EXACT, exact=True)


def _part(reading: Reading, patterns: Patterns) -> Clock | None:
    found = reading.take_all(rf"(?P<part>{patterns.lexicon.part})")
    if not found:
        return None
    spans = [patterns.lexicon.parts[match["part"]] for match in found]
    return Clock(min(start for start, _ in spans), max(end for _, end in spans))


def _in_part(clock: Clock, part: Clock) -> Clock:
    """ "à 5h l'après-midi" is 17:00; what fits already stays."""
    if not clock.exact or part.start <= clock.start < part.end:
        return clock
    shifted = clock.start + (_NOON if clock.start < _NOON else -_NOON)
    if part.start <= shifted < part.end:
        return Clock(shifted, shifted + _EXACT, exact=True)
    return clock
