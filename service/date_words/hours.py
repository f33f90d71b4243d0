"""The hours that a text names: "na 16u", "entre 10h et 12h", "half drie", "l'après-midi"."""

from __future__ import annotations

import re
from datetime import time

from service.date_words.lexicon import (
    ABOUT,
    AFTER,
    AND,
    BEFORE,
    BETWEEN,
    CLOCK_BEFORE,
    HOUR,
    JOINED,
    NUMBERS,
    PARTS,
)
from service.date_words.window import CLOSES, OPENS, Hours

_CLOCK = re.compile(r"(\d{1,2})\s?[hu:.]\s?(\d{2})")
DAYTIME = 8  # an hour before this one is meant in the afternoon


def hours_of(words: list[str]) -> Hours | None:
    """The stretch of the day, or None where none is named."""
    clocks = _clocks(words)
    part = _part(words)
    if not clocks:
        return part
    position, first = clocks[0]
    if len(clocks) > 1 and _is_range(words, position, clocks[1][0]):
        return Hours(first, clocks[1][1])
    before = set(words[max(0, position - 3) : position])
    if "kwart" in before:
        return Hours(first, _shift(first, 30), exact=True)
    if before & AFTER:
        return Hours(first, part.end if part and part.end > first else CLOSES)
    if before & BEFORE:
        return Hours(part.start if part and part.start < first else OPENS, first)
    if before & ABOUT:
        return Hours(_shift(first, -60), _shift(first, 61))
    return Hours(first, _shift(first, 30), exact=True)


def clock_positions(words: list[str]) -> set[int]:
    """Which tokens are hours, so that no day is read from them."""
    return {index for position, _ in _clocks(words) for index in (position,)}


def _part(words: list[str]) -> Hours | None:
    for word in words:
        word = JOINED[word][1] if word in JOINED else word
        if word in PARTS:
            start, end = PARTS[word]
            return Hours(time(start), time(end))
    return None


def _clocks(words: list[str]) -> list[tuple[int, time]]:
    found: list[tuple[int, time]] = []
    for index, word in enumerate(words):
        clock = _clock_at(words, index, word)
        if clock is not None:
            found.append((index, clock))
    return found


def _clock_at(words: list[str], index: int, word: str) -> time | None:
    written = _CLOCK.fullmatch(word)
    if written:
        return _time(int(written[1]), int(written[2]))
    number = _number(word)
    if number is None or number > 24:
        return None
    before = words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    if before == "half" and 1 <= number <= 12:
        return _time(number - 1 or 12, 30)
    if before in {"na", "over", "voor"} and index >= 2 and words[index - 2] == "kwart":
        return _time(number, 15) if before != "voor" else _time(number - 1, 45)
    if after in HOUR:
        return _time(number, _minutes(words, index + 2))
    is_clock_word = before in CLOCK_BEFORE and before not in {
        "a",
        "de",
        "van",
        "en",
        "et",
        "na",
        "voor",
        "des",
    }
    names_hour = before in {"om", "rond", "vers", "omstreeks"} or (is_clock_word and word.isdigit())
    if names_hour or (
        before in {"a", "na", "voor", "apres", "avant"} and word.isdigit() and _alone(after)
    ):
        return _time(number, 0)
    if before in AND and word.isdigit() and any(w in BETWEEN for w in words[:index]):
        return _time(number, 0)
    return None


def _alone(after: str) -> bool:
    """Nothing follows that makes it a date or a count."""
    from service.date_words.lexicon import DAY, MONTH, MONTHS, WEEK

    return after not in MONTHS and after not in DAY | WEEK | MONTH


def _minutes(words: list[str], index: int) -> int:
    """What follows "10 heures": "et demie", "30", "moins le quart"."""
    rest = words[index : index + 3]
    if rest[:2] == ["et", "demie"] or rest[:2] == ["et", "demi"]:
        return 30
    if rest[:2] == ["et", "quart"]:
        return 15
    if rest and rest[0].isdigit() and len(rest[0]) == 2 and int(rest[0]) < 60:
        return int(rest[0])
    return -15 if "moins" in rest[:1] else 0


def _time(hour: int, minute: int) -> time | None:
    if minute < 0:
        hour, minute = hour - 1, 60 + minute
    if 0 < hour < DAYTIME:
        hour += 12
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def _shift(at: time, minutes: int) -> time:
    total = max(0, min(at.hour * 60 + at.minute + minutes, 23 * 60 + 59))
    return time(total // 60, total % 60)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word)


def _is_range(words: list[str], first: int, second: int) -> bool:
    between = set(words[first + 1 : second])
    return bool(between & AND) or bool(set(words[:first]) & (BETWEEN | {"de", "van"}))
