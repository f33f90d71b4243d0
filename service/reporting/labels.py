"""Figures in words: labels and numbers as people in Brussels write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from service.reporting.period import Period
from service.reporting.table import Head, Kind, Number, Table
from service.wording import known, say

LOCALES = {"fr": "fr_BE", "nl": "nl_BE"}
NOTHING = "–"
_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Labels:
    """``titles`` are those of the articles in this language, by id."""

    language: str
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def locale(self) -> str:
        """Of Belgium."""
        return LOCALES[self.language]

    def text(self, key: str, **values: object) -> str:
        """A text of the report."""
        return say(f"report.{key}", self.language, **values)

    def title(self, table: Table) -> str:
        """What a table is called."""
        return self.text(f"table.{table.key}")

    def rows(self, table: Table) -> str:
        """What its rows are."""
        return self.text(f"rows.{table.rows_are}")

    def head(self, head: Head) -> str:
        """What a row or a column is about."""
        write = _FAMILIES.get(head.family)
        if write is not None:
            return write(self, head.value)
        key = f"report.{head.family}.{head.value}"
        return say(key, self.language) if known(key) else str(head.value)

    def number(self, number: Number, kind: Kind) -> str:
        """A number with its unit."""
        if number is None:
            return NOTHING
        if kind == "seconds":
            return duration(int(number))
        if kind == "share":
            return str(format_percent(number, "#,##0 %", locale=self.locale))
        if kind == "change":
            sign = "+#,##0 %;-#,##0 %" if round(number * 100) else "#,##0 %;#,##0 %"
            return str(format_percent(number, sign, locale=self.locale))
        return str(format_decimal(number, locale=self.locale))

    def day(self, day: date) -> str:
        """3 décembre 2026; 1er janvier 2026"""
        first = self.language == "fr" and day.day == 1
        return str(format_date(day, "d'er' MMMM y" if first else "d MMMM y", locale=self.locale))

    def period(self, period: Period, key: str = "period") -> str:
        """From a day to a day."""
        return self.text(key, first=self.day(period.first), last=self.day(period.last))


def duration(seconds: int) -> str:
    """45 s; 3 min 20 s; 2 h 05 min"""
    if seconds < 60:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def _day(labels: Labels, value: date) -> str:
    return str(format_date(value, "EEE d MMM", locale=labels.locale))


def _month(labels: Labels, value: date) -> str:
    return str(format_date(value, "MMM y", locale=labels.locale))


def _weekday(labels: Labels, value: int) -> str:
    return str(format_date(_MONDAY + timedelta(days=value), "EEEE", locale=labels.locale))


def _hour(labels: Labels, value: int) -> str:
    return f"{value} {'u' if labels.language == 'nl' else 'h'}"


def _article(labels: Labels, value: Any) -> str:
    return labels.titles.get(value, str(value))


_FAMILIES: dict[str, Callable[[Labels, Any], str]] = {
    "day": _day,
    "month": _month,
    "weekday": _weekday,
    "hour": _hour,
    "article": _article,
}
