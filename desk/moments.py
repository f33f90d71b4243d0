"""Days and hours as people in Brussels write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime, format_time

from service.options import BRUSSELS

LOCALES = {"fr": "fr_BE", "nl": "nl_BE"}


def local(moment: datetime) -> datetime:
    """In Brussels."""
    return moment.astimezone(BRUSSELS)


def clock(moment: datetime, language: str) -> str:
    """14:05"""
    return format_time(local(moment), "HH:mm", locale=LOCALES[language])


def day(when: date | datetime, language: str) -> str:
    """jeudi 3 décembre"""
    return _first(format_date(_date(when), "EEEE d MMMM", locale=LOCALES[language]), language)


def short_day(when: date | datetime, language: str) -> str:
    """jeu. 3 déc."""
    return _first(format_date(_date(when), "EEE d MMM", locale=LOCALES[language]), language)


def weekday(number: int, language: str) -> str:
    """0 is Monday."""
    return format_date(date(2024, 1, 1) + timedelta(days=number), "EEEE", locale=LOCALES[language])


def full(moment: datetime, language: str) -> str:
    """jeudi 3 décembre 2026, 14:05"""
    return format_datetime(local(moment), "EEEE d MMMM y, HH:mm", locale=LOCALES[language])


def stamp(moment: datetime, language: str) -> str:
    """03/12/2026 14:05:09"""
    return format_datetime(local(moment), "dd/MM/y HH:mm:ss", locale=LOCALES[language])


def _first(text: str, language: str) -> str:
    """In French the first of a month is "1er"."""
    return text.replace(" 1 ", " 1er ") if language == "fr" else text


def _date(when: date | datetime) -> date:
    return local(when).date() if isinstance(when, datetime) else when


def when(moment: datetime, language: str) -> str:
    """jeu. 3 déc., 14:05"""
    return f"{short_day(moment, language)}, {clock(moment, language)}"
