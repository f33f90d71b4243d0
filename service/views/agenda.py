"""Appointments: free times, booked ones, and when counsellors are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from service.types import Language

AppointmentStatus = Literal["pending", "confirmed", "cancelled", "came", "missed"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time for an appointment. ``id`` books it, for as long as it is free."""

    id: str
    starts_at: datetime
    ends_at: datetime
    languages: tuple[str, ...]
    themes: tuple[str, ...]  # empty: all themes
    place: str  # "centre" | "remote" | own text of the counsellor


@dataclass(frozen=True, slots=True)
class VisitorAppointment:
    """What a code shows: date, hour and place only."""

    starts_at: datetime
    ends_at: datetime
    place: str
    language: Language
    status: AppointmentStatus
    ics_path_token: str  # signed, expires: ``Appointments.ics`` takes it


@dataclass(frozen=True, slots=True)
class DeskAppointment:
    """An appointment as the desk sees it: no name, no text, no code."""

    id: int
    counsellor_id: int
    counsellor: str
    starts_at: datetime
    ends_at: datetime
    status: AppointmentStatus
    language: Language
    theme: str | None
    channel: str
    place: str
    conversation_id: str | None  # while the conversation exists
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Availability:
    """A weekly time of a counsellor, local wall time in Brussels."""

    id: int
    counsellor_id: int
    weekday: int  # 0 is Monday
    starts: time
    ends: time
    length: int  # minutes
    pause: int  # minutes between two appointments
    place: str
    languages: tuple[str, ...]  # empty: those of the counsellor
    themes: tuple[str, ...]  # empty: those of the counsellor


@dataclass(frozen=True, slots=True)
class AvailabilityException:
    """A day (or a part of it) on which a counsellor is away."""

    id: int
    counsellor_id: int
    day: date
    starts: time | None  # None: the whole day
    ends: time | None


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A day without appointments and live chat."""

    day: date
    fr: str
    nl: str
    own: bool  # of the own list; else a public holiday in Belgium
