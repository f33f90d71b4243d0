"""When counsellors offer appointments: weekly times, days away, closing days of the house."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select

from service.audit import audit_line
from service.core import Core
from service.errors import BadRequest, NotFound
from service.events import DESK, Event
from service.hours import closing_days
from service.options import BRUSSELS
from service.settings import own_closing_days
from service.views import Availability, AvailabilityException, ClosingDay
from store.models import AvailabilityRow, ClosingDayRow, ExceptionRow

_LENGTHS = range(5, 241)  # minutes
_PAUSES = range(0, 121)


class Timetable:
    """``by`` is the acting counsellor."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def availability(self, counsellor_id: int | None = None) -> tuple[Availability, ...]:
        """Weekly times, from Monday on."""
        query = select(AvailabilityRow).order_by(AvailabilityRow.weekday, AvailabilityRow.starts)
        if counsellor_id is not None:
            query = query.where(AvailabilityRow.counsellor_id == counsellor_id)
        async with self._core.read() as session:
            return tuple(_availability(row) for row in await session.scalars(query))

    async def add_availability(
        self,
        by: int,
        counsellor_id: int,
        weekday: int,
        starts: time,
        ends: time,
        *,
        length: int = 45,
        pause: int = 15,
        place: str = "centre",
        languages: tuple[str, ...] = (),
        themes: tuple[str, ...] = (),
    ) -> Availability:
        """Raises BadRequest naming the field: no room for one appointment, an overlap."""
        if weekday not in range(7) or length not in _LENGTHS or pause not in _PAUSES:
            raise BadRequest("weekday, length or pause")
        if not place.strip() or len(place) > 120 or not set(languages) <= {"fr", "nl"}:
            raise BadRequest("place or languages")
        some_day = date(2000, 1, 1)
        span = datetime.combine(some_day, ends) - datetime.combine(some_day, starts)
        if span < timedelta(minutes=length):
            raise BadRequest("ends")
        row = AvailabilityRow(
            counsellor_id=counsellor_id,
            weekday=weekday,
            starts=starts,
            ends=ends,
            length=length,
            pause=pause,
            place=place.strip(),
            languages=list(languages),
            themes=list(themes),
        )
        async with self._core.write() as session:
            for other in await session.scalars(
                select(AvailabilityRow).where(
                    AvailabilityRow.counsellor_id == counsellor_id,
                    AvailabilityRow.weekday == weekday,
                )
            ):
                if other.starts < ends and starts < other.ends:
                    raise BadRequest("overlap")
            session.add(row)
            await session.flush()
            session.add(audit_line(self._core, by, "add_availability", counsellor_id))
        await self._changed()
        return _availability(row)

    async def remove_availability(self, by: int, availability_id: int) -> None:
        """Appointments already made stay. Raises NotFound."""
        async with self._core.write() as session:
            row = await session.get(AvailabilityRow, availability_id)
            if row is None:
                raise NotFound("no such availability")
            session.add(audit_line(self._core, by, "remove_availability", row.counsellor_id))
            await session.delete(row)
        await self._changed()

    async def exceptions(
        self, counsellor_id: int | None = None
    ) -> tuple[AvailabilityException, ...]:
        """Coming ones, by day."""
        today = self._core.now().astimezone(BRUSSELS).date()
        query = select(ExceptionRow).where(ExceptionRow.day >= today).order_by(ExceptionRow.day)
        if counsellor_id is not None:
            query = query.where(ExceptionRow.counsellor_id == counsellor_id)
        async with self._core.read() as session:
            return tuple(_exception(row) for row in await session.scalars(query))

    async def add_exception(
        self,
        by: int,
        counsellor_id: int,
        day: date,
        starts: time | None = None,
        ends: time | None = None,
    ) -> AvailabilityException:
        """Away on a day or a part of it. Raises BadRequest."""
        if starts is not None and ends is not None and ends <= starts:
            raise BadRequest("ends")
        row = ExceptionRow(counsellor_id=counsellor_id, day=day, starts=starts, ends=ends)
        async with self._core.write() as session:
            session.add(row)
            session.add(audit_line(self._core, by, "add_exception", counsellor_id))
        await self._changed()
        return _exception(row)

    async def remove_exception(self, by: int, exception_id: int) -> None:
        """Back again. Raises NotFound."""
        async with self._core.write() as session:
            row = await session.get(ExceptionRow, exception_id)
            if row is None:
                raise NotFound("no such exception")
            session.add(audit_line(self._core, by, "remove_exception", row.counsellor_id))
            await session.delete(row)
        await self._changed()

    async def closing_days(self, start: date, end: date) -> tuple[ClosingDay, ...]:
        """Public holidays and own days in [start, end]."""
        async with self._core.read() as session:
            return closing_days(await own_closing_days(session), start, end)

    async def add_closing_day(self, by: int, day: date, fr: str, nl: str) -> None:
        """To the own list. Raises BadRequest when a name is missing."""
        if not fr.strip() or not nl.strip():
            raise BadRequest("fr" if not fr.strip() else "nl")
        async with self._core.write() as session:
            await session.merge(ClosingDayRow(day=day, fr=fr.strip()[:120], nl=nl.strip()[:120]))
            session.add(audit_line(self._core, by, "add_closing_day", day))
        await self._changed()

    async def remove_closing_day(self, by: int, day: date) -> None:
        """From the own list."""
        async with self._core.write() as session:
            await session.execute(delete(ClosingDayRow).where(ClosingDayRow.day == day))
            session.add(audit_line(self._core, by, "remove_closing_day", day))
        await self._changed()

    async def _changed(self) -> None:
        await self._core.bus.publish(Event("settings"), DESK)


def _availability(row: AvailabilityRow) -> Availability:
    return Availability(
        row.id,
        row.counsellor_id,
        row.weekday,
        row.starts,
        row.ends,
        row.length,
        row.pause,
        row.place,
        tuple(row.languages),
        tuple(row.themes),
    )


def _exception(row: ExceptionRow) -> AvailabilityException:
    return AvailabilityException(row.id, row.counsellor_id, row.day, row.starts, row.ends)
