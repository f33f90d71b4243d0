"""Moments, as they are said: "jeudi 3 décembre à 14h30", "donderdag 3 december om 14.30 uur"."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from service.types import Json
from service.wording import say

BRUSSELS = ZoneInfo("Europe/Brussels")


def say_moment(moment: str | datetime, language: str, now: datetime | None = None) -> str:
    """A moment in words, Europe/Brussels; the year only where it is not this one's."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = at.astimezone(BRUSSELS)
    year = "" if now is None or local.year == now.year else " y"
    if language == "nl":
        return format_datetime(local, f"EEEE d MMMM{year} 'om' H.mm 'uur'", locale="nl_BE")
    hour = "H'h'" if local.minute == 0 else "H'h'mm"
    day = "d'er'" if local.day == 1 else "d"
    return format_datetime(local, f"EEEE {day} MMMM{year} 'à' {hour}", locale="fr_BE")


def short_moment(moment: str | datetime, language: str) -> str:
    """A label of at most 20 characters: "jeu. 3/12 à 14h30", "do 3/12 om 14.30"."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = at.astimezone(BRUSSELS)
    if language == "nl":
        return format_datetime(local, "EEE d/M 'om' H.mm", locale="nl_BE")
    return format_datetime(local, "EEE d/M 'à' H'h'mm", locale="fr_BE")


def say_place(place: str | None, language: str) -> str:
    """Where an appointment is, as it follows a moment: the house, at a distance, or own words."""
    if place in {None, "", "centre"}:
        return say("place.house", language)
    return say("place.remote", language) if place == "remote" else str(place)


def when_and_where(found: Json, language: str, now: datetime) -> dict[str, Any]:
    """Moment and place of an appointment or of a free hour, as the wordings name them."""
    return {
        "moment": say_moment(found["start"], language, now),
        "place": say_place(found.get("place"), language),
    }
