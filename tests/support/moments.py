"""The written list of moments, and how a reading of one is judged."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from service.date_words import Window
from service.options import BRUSSELS

SAID = datetime(2026, 11, 23, 10, tzinfo=BRUSSELS)
DATA = Path(__file__).parents[1] / "data"
_TOLERANCE = 61  # minutes at both ends of a stretch


@dataclass(frozen=True, slots=True)
class Case:
    """An expression, and what is meant by it."""

    text: str
    days: str
    hours: str


def written(language: str) -> list[Case]:
    """The list of a language."""
    lines = (DATA / f"moments_{language}.txt").read_text("utf-8").splitlines()
    parts = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [Case(*(piece.strip() for piece in part)) for part in parts]


def is_right(case: Case, windows: tuple[Window, ...]) -> bool:
    """Are days and hours of the windows those that are meant?"""
    return _days_right(case.days, windows) and _hours_right(case.hours, windows)


def _days_right(meant: str, windows: tuple[Window, ...]) -> bool:
    said = {day for window in windows for day in _days_of(window)}
    if meant.startswith("*"):
        excluded = {int(day) for day in meant[2:]}
        return len(said) >= 8 and not {day.weekday() for day in said} & excluded
    if meant.endswith("+"):
        first = _day(meant[:-1])
        return bool(said) and min(said) == first and len(said) >= 8
    wanted = _wanted(meant)
    extra = {day for day in said - wanted if day.weekday() < 5}
    missing = {day for day in wanted - said if day.weekday() < 5 or len(wanted) <= 2}
    return not extra and not missing


def _days_of(window: Window) -> Collection[date]:
    last = (window.end - timedelta(minutes=1)).date()
    count = (last - window.start.date()).days + 1
    return [window.start.date() + timedelta(days=step) for step in range(count)]


def _wanted(meant: str) -> set[date]:
    if "-" in meant:
        first, last = (_day(part) for part in meant.split("-"))
        return {first + timedelta(days=step) for step in range((last - first).days + 1)}
    return {_day(part) for part in meant.split(",")}


def _day(text: str) -> date:
    day, month = text.split("/")
    return date(SAID.year, int(month), int(day))


def _hours_right(meant: str, windows: tuple[Window, ...]) -> bool:
    later = [window for window in windows if window.start.date() > SAID.date()] or list(windows)
    spans = [(_minutes(window.start), _minutes(window.end) or 24 * 60) for window in later]
    if meant == "-":
        return all(end - start >= 9 * 60 or start > 600 for start, end in spans)
    exact = re.fullmatch(r"(\d+):(\d\d)", meant)
    if exact:
        wanted = int(exact[1]) * 60 + int(exact[2])
        return all(start == wanted and end - start <= 61 for start, end in spans)
    first, last = (int(hour) * 60 for hour in meant.split("-"))
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return abs(start - first) <= _TOLERANCE and abs(end - last) <= _TOLERANCE


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
