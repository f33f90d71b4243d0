"""A calendar as columns: one for each day of a week, or one for each person of a team's day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from desk.moments import local
from service.views import Availability, AvailabilityException, Counsellor, DeskAppointment


@dataclass(frozen=True, slots=True)
class Column:
    """Appointments of a day (and of one person), with the hours in which people are received."""

    day: date
    appointments: tuple[DeskAppointment, ...]
    person: Counsellor | None = None
    hours: tuple[str, ...] = ()
    away: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Weekly times and absences."""

    weekly: tuple[Availability, ...] = ()
    exceptions: tuple[AvailabilityException, ...] = field(default=())

    def hours(self, day: date, person: int) -> tuple[str, ...]:
        """The weekly hours of somebody on a day, as text."""
        return tuple(
            f"{one.starts:%H:%M}–{one.ends:%H:%M}"
            for one in sorted(self.weekly, key=lambda one: one.starts)
            if one.counsellor_id == person and one.weekday == day.weekday()
        )

    def away(self, day: date, person: int) -> bool:
        """Away the whole day."""
        return any(
            one.counsellor_id == person and one.day == day and one.starts is None
            for one in self.exceptions
        )


def week(
    monday: date, found: Iterable[DeskAppointment], times: Times, person: Counsellor | None
) -> list[Column]:
    """Seven days; a weekend only where something is in it. ``person``: of whom the hours are."""
    kept = tuple(found)
    columns = []
    for day in (monday + timedelta(days=number) for number in range(7)):
        those = tuple(one for one in kept if local(one.starts_at).date() == day)
        column = _column(day, those, times, person)
        if those or column.hours or day.weekday() < 5:
            columns.append(column)
    return columns


def day_of_all(
    day: date, found: Iterable[DeskAppointment], times: Times, people: Iterable[Counsellor]
) -> list[Column]:
    """Everybody who has an appointment or receives people on this day."""
    kept = tuple(found)
    columns = []
    for person in people:
        those = tuple(one for one in kept if one.counsellor_id == person.id)
        column = _column(day, those, times, person, named=True)
        if those or column.hours:
            columns.append(column)
    return columns


def day_of_one(
    day: date, found: Iterable[DeskAppointment], times: Times, person: Counsellor | None
) -> list[Column]:
    """One column."""
    return [_column(day, tuple(found), times, person)]


def _column(
    day: date,
    appointments: tuple[DeskAppointment, ...],
    times: Times,
    person: Counsellor | None,
    *,
    named: bool = False,
) -> Column:
    if person is None:
        return Column(day, appointments)
    hours, away = times.hours(day, person.id), times.away(day, person.id)
    return Column(day, appointments, person if named else None, hours, away)
