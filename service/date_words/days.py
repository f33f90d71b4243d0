"""The days that a text names: "jeudi", "le 3 décembre", "over twee weken", "eind volgende week"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from service.date_words.lexicon import (
    AFTER,
    AMBIGUOUS,
    BEFORE,
    BEGIN,
    DAY,
    END,
    JOINED,
    MIDDLE,
    MONTH,
    MONTHS,
    NEXT,
    NUMBERS,
    PARTS,
    PLURAL,
    RELATIVE,
    THIS,
    WEEK,
    WEEKDAYS,
    WEEKEND,
    WITHIN,
)
from service.date_words.window import Days, span

_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?")
COUNTED = frozenset(
    "ans an jaar jaren mois maand maanden euro euros personnes personen jours dagen".split()
)
AHEAD = 60  # days that a vague wish may reach


def days_of(words: list[str], today: date, clocks: set[int]) -> Days | None:
    """The days, or None where none is named."""
    readers = (
        _written_date,
        _day_and_month,
        _within,
        _week,
        _month,
        _relative,
        _weekday,
        _day_number,
    )
    for read in readers:
        found = read(words, today, clocks)
        if found is not None:
            return _from_or_until(words, found, today) if read is not _week else found
    return None


def _written_date(words: list[str], today: date, clocks: set[int]) -> Days | None:
    for index, word in enumerate(words):
        match = _DATE.fullmatch(word)
        if match and index not in clocks:
            day = _date(int(match[1]), int(match[2]), match[3], today)
            if day:
                return Days((day,), exact=True)
    return None


def _day_and_month(words: list[str], today: date, clocks: set[int]) -> Days | None:
    for index, word in enumerate(words):
        if word in MONTHS and index and index - 1 not in clocks:
            number = _number(words[index - 1])
            year = words[index + 1] if index + 1 < len(words) else ""
            day = _date(
                number or 0,
                MONTHS[word],
                year if len(year) == 4 and year.isdigit() else None,
                today,
            )
            if day:
                return Days((day,), exact=True)
    return None


def _within(words: list[str], today: date, clocks: set[int]) -> Days | None:
    """ "dans 3 jours", "over een week", "binnen 14 dagen"."""
    for index, word in enumerate(words[:-2]):
        number = _number(words[index + 1])
        if word not in WITHIN or number is None:
            continue
        unit = words[index + 2]
        if unit in DAY:
            return Days((today + timedelta(days=number),), exact=True)
        if unit in WEEK:
            return Days(_week_of(today + timedelta(weeks=number)))
        if unit in MONTH:
            return Days(span(today + timedelta(days=30 * number - 3), 14))
    return None


def _week(words: list[str], today: date, clocks: set[int]) -> Days | None:
    """ "la semaine prochaine", "eind deze week", "vendredi de la semaine prochaine", weekends."""
    has_next = bool(set(words) & NEXT)
    if set(words) & WEEKEND:
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 + (7 if has_next else 0))
        return Days(span(saturday, 2))
    if not set(words) & WEEK or not (has_next or set(words) & THIS):
        return None
    week = _week_of(today + timedelta(days=7 if has_next else 0))
    weekday = _weekday_word(words)
    if weekday is not None:
        return Days((week[weekday],), exact=True)
    return Days(tuple(day for day in _piece(words, week[:5]) if day >= today) or week)


def _piece(words: list[str], days: tuple[date, ...]) -> tuple[date, ...]:
    third = max(1, len(days) * 2 // 5)
    if set(words) & BEGIN:
        return days[:third]
    if set(words) & END:
        return days[-third:]
    if set(words) & MIDDLE:
        return days[third - 1 : -third + 1] if len(days) > 3 else days
    return days


def _month(words: list[str], today: date, clocks: set[int]) -> Days | None:
    """ "le mois prochain", "eind deze maand", "en janvier", "begin december", "fin du mois"."""
    named = next((MONTHS[word] for word in words if word in MONTHS and len(word) > 2), None)
    if named is None and not (set(words) & MONTH and set(words) & (NEXT | THIS | BEGIN | END)):
        return None
    if named is None:
        month = today.month % 12 + 1 if set(words) & NEXT else today.month
        named = month
    year = today.year + (named < today.month)
    days = span(date(year, named, 1), monthrange(year, named)[1])
    return Days(tuple(day for day in _piece(words, days) if day >= today))


def _relative(words: list[str], today: date, clocks: set[int]) -> Days | None:
    for index, word in enumerate(words):
        word = JOINED[word][0] if word in JOINED else word
        is_part = word == "morgen" and index and words[index - 1] in {"s", "de", "ochtend"}
        if word in RELATIVE and not is_part:
            return Days((today + timedelta(days=RELATIVE[word]),), exact=True)
    if set(words) & THIS and set(words) & set(PARTS) and _weekday_word(words) is None:
        return Days((today,), exact=True)
    return None


def _weekday(words: list[str], today: date, clocks: set[int]) -> Days | None:
    named = [_as_weekday(words, index) for index in range(len(words))]
    wanted = sorted({number for number in named if number is not None})
    if not wanted:
        return None
    if any(word in PLURAL for word in words) or {"chaque", "elke", "tous", "les"} & set(words):
        return Days(tuple(day for day in span(today, AHEAD) if day.weekday() in wanted))
    weeks = 7 if set(words) & NEXT and _in_this_week(wanted[0], today) else 0
    weeks = 7 if _in_eight(words) else weeks
    days = tuple(
        today + timedelta(days=(number - today.weekday()) % 7 + weeks) for number in wanted
    )
    return Days(_between_weekdays(words, days), exact=len(days) == 1)


def _between_weekdays(words: list[str], days: tuple[date, ...]) -> tuple[date, ...]:
    if len(days) == 2 and {"tot", "au", "jusque", "tem"} & set(words):
        first, last = sorted(days)
        return span(first, (last - first).days + 1)
    return tuple(sorted(days))


def _day_number(words: list[str], today: date, clocks: set[int]) -> Days | None:
    """ "le 14", "de 14e", "den 14": a day of this month or the next."""
    for index, word in enumerate(words[1:], 1):
        if (
            not word.isdigit()
            or index in clocks
            or words[index - 1] not in {"le", "de", "den", "op"}
        ):
            continue
        after = words[index + 1] if index + 1 < len(words) else ""
        if after in COUNTED:
            continue
        if 1 <= int(word) <= 31:
            day = _next_such_day(int(word), today)
            if day is not None:
                return Days((day,), exact=True)
    return None


def _next_such_day(number: int, today: date) -> date | None:
    """The next day with this number, in this month or one of the two after it."""
    ahead = (day for day in span(today, 62) if day.day == number)
    return next(ahead, None)


def _from_or_until(words: list[str], found: Days, today: date) -> Days:
    """ "à partir du 3 décembre", "vanaf donderdag", "avant vendredi", "tegen vrijdag"."""
    if not found.exact or len(found.days) != 1:
        return found
    day = found.days[0]
    if {"vanaf", "partir"} & set(words):
        return Days(span(day, AHEAD))
    first = next((index for index, word in enumerate(words) if word in BEFORE | AFTER), None)
    follows = words[first + 1 : first + 3] if first is not None else []
    if first is not None and any(_names_day(word) for word in follows):
        if words[first] in BEFORE:
            return Days(span(today, max(1, (day - today).days)))
        return Days(span(day + timedelta(days=1), AHEAD))
    return found


def _names_day(word: str) -> bool:
    return (
        (word in WEEKDAYS and word not in AMBIGUOUS)
        or bool(_DATE.fullmatch(word))
        or word in RELATIVE
    )


def _weekday_word(words: list[str]) -> int | None:
    found = (_as_weekday(words, index) for index in range(len(words)))
    return next((number for number in found if number is not None), None)


def _as_weekday(words: list[str], index: int) -> int | None:
    word = words[index]
    if word not in WEEKDAYS:
        return None
    if word in AMBIGUOUS:
        after = words[index + 1] if index + 1 < len(words) else ""
        beside = (
            after.isdigit() or after in PARTS or bool(_DATE.fullmatch(after)) or after[:1].isdigit()
        )
        if not beside and len(words) > 1:
            return None
    return WEEKDAYS[word]


def _in_this_week(weekday: int, today: date) -> bool:
    return weekday > today.weekday()


def _in_eight(words: list[str]) -> bool:
    """ "jeudi en huit", "donderdag over een week", "donderdag over 8 dagen"."""
    text = " ".join(words)
    return any(
        key in text
        for key in ("en huit", "over een week", "over 8 dagen", "over acht dagen", "en 8")
    )


def _week_of(day: date) -> tuple[date, ...]:
    return span(day - timedelta(days=day.weekday()), 7)


def _date(day: int, month: int, year: str | None, today: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word)
