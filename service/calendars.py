"""Calendar files (.ics), for the visitor's own agenda and for a counsellor's subscription."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from service.settings import DeskSettings
from service.snapshot import place_name
from service.wording import say
from store.models import AppointmentRow


def visitor_calendar(row: AppointmentRow, settings: DeskSettings, now: datetime) -> bytes:
    """One appointment, without anything that names the visitor."""
    calendar = _calendar()
    event = _event(row, row.language, settings, now)
    event.add("description", say("appointment.ics_note", row.language))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", say("appointment.ics_title", row.language))
    alarm.add("trigger", timedelta(hours=-2))
    event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def counsellor_calendar(
    rows: Sequence[AppointmentRow], language: str, settings: DeskSettings, now: datetime
) -> bytes:
    """All appointments of a counsellor."""
    calendar = _calendar()
    calendar.add("x-wr-calname", "Azimut")
    for row in rows:
        calendar.add_component(_event(row, language, settings, now))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Azimut//Cite des metiers - Beroepenpunt//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _event(row: AppointmentRow, language: str, settings: DeskSettings, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"azimut-{row.id}")
    event.add("dtstamp", now)
    event.add("dtstart", row.starts_at)
    event.add("dtend", row.ends_at)
    event.add("summary", say("appointment.ics_title", language))
    house = row.place == "centre"
    where = settings.place(language) if house else place_name(row.place, language, settings)
    event.add("location", where)
    event.add("status", "CANCELLED" if row.status == "cancelled" else "CONFIRMED")
    return event
