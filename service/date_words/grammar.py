"""A text's windows: its days times its hours; alternatives ("lundi ou mardi") together."""

from __future__ import annotations

from datetime import date, datetime

from service.date_words.days import days_of
from service.date_words.hours import clock_positions, hours_of
from service.date_words.lexicon import ANY, NOT, OR, SOON, WEEKDAYS
from service.date_words.tokens import fold, tokens
from service.date_words.window import BRUSSELS, Days, Hours, Window, span

AHEAD = 60  # days that "n'importe quand" reaches
SOON_DAYS = 14


def windows(text: str, language: str, now: datetime) -> tuple[Window, ...]:
    """What a text means by "when", soonest first; nothing when it names no moment.

    ``language`` is the conversation's; words of both are understood, since people mix them.
    """
    today = now.astimezone(BRUSSELS).date()
    folded = fold(text)
    words, excluded = _without_exclusions(tokens(folded))
    found: list[Window] = []
    shared: Hours | None = None
    for part in reversed(_alternatives(words)):
        days, hours = _read(part, today)
        shared = hours or shared  # "lundi ou mardi matin": the morning of both
        if days is not None or hours is not None:
            found += _spread(days, hours or (shared if days else None), today)
    if not found:
        found = _vague(folded, today)
    kept = {
        window for window in found if window.start.weekday() not in excluded and window.end > now
    }
    return tuple(sorted(kept, key=lambda window: window.start))


def _read(words: list[str], today: date) -> tuple[Days | None, Hours | None]:
    return days_of(words, today, clock_positions(words)), hours_of(words)


def _spread(days: Days | None, hours: Hours | None, today: date) -> list[Window]:
    wanted = days or Days(span(today, AHEAD))
    return [(hours or Hours()).on(day, wanted.exact) for day in wanted.days]


def _vague(folded: str, today: date) -> list[Window]:
    folded = folded.replace("'", " ")
    if any(key in folded for key in ANY):
        return _spread(None, None, today)
    if any(key in folded for key in SOON):
        return _spread(Days(span(today, SOON_DAYS)), None, today)
    return []


def _alternatives(words: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word in OR:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _without_exclusions(words: list[str]) -> tuple[list[str], set[int]]:
    """Take "pas le lundi", "behalve vrijdag" out; which weekdays they exclude."""
    kept, excluded, index = [], set(), 0
    while index < len(words):
        if words[index] in NOT:
            ahead = words[index + 1 : index + 4]
            named = next((word for word in ahead if word in WEEKDAYS and len(word) > 3), None)
            if named is not None:
                excluded.add(WEEKDAYS[named])
                index += 2 + ahead.index(named)
                continue
        kept.append(words[index])
        index += 1
    return kept, excluded
