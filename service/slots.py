"""Which times are free: from weekly local times to moments in UTC. Pure.

A weekly time is wall time in Brussels, so that 14:00 stays 14:00 over the last Sundays of March
and October. A wall time that a clock change skips is not offered; one that comes twice is
offered once (its first coming).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from service.options import BRUSSELS


@dataclass(frozen=True, slots=True)
class Offer:
    """A weekly time of one counsellor, with what applies to it filled in."""

    counsellor_id: int
    slot_key: str
    weekday: int
    starts: time
    ends: time
    length: timedelta
    pause: timedelta
    place: str
    languages: tuple[str, ...]
    themes: tuple[str, ...]  # empty: all


@dataclass(frozen=True, slots=True)
class Away:
    """A counsellor is away on a day, or between two local times of it."""

    counsellor_id: int
    day: date
    starts: time | None
    ends: time | None


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time of one counsellor that can be booked."""

    offer: Offer
    starts_at: datetime
    ends_at: datetime

    @property
    def id(self) -> str:
        """Names counsellor and moment, without saying who."""
        return slot_id(self.offer.slot_key, self.starts_at)


def slot_id(slot_key: str, starts_at: datetime) -> str:
    """The id of a slot."""
    return f"{starts_at.astimezone(timezone.utc):%Y%m%dT%H%MZ}-{slot_key}"


def parse_slot_id(slot: str) -> tuple[str, datetime]:
    """(slot key, start). Raises ValueError."""
    moment, _, key = slot.partition("-")
    start = datetime.strptime(moment, "%Y%m%dT%H%MZ").replace(tzinfo=timezone.utc)
    return key, start


def free_times(
    offers: Sequence[Offer],
    aways: Collection[Away],
    closed: Collection[date],
    taken: Mapping[int, Sequence[tuple[datetime, datetime]]],
    first: datetime,
    last: datetime,
) -> Iterator[FreeTime]:
    """All times that begin in [first, last] and touch nothing taken; in no order."""
    day, end = first.astimezone(BRUSSELS).date(), last.astimezone(BRUSSELS).date()
    while day <= end:
        if day not in closed:
            for offer in offers:
                if offer.weekday == day.weekday():
                    yield from _on_day(offer, day, aways, taken, first, last)
        day += timedelta(days=1)


def to_utc(day: date, wall: time) -> datetime | None:
    """The moment of a wall time in Brussels; None when the clock skips it."""
    local = datetime.combine(day, wall, BRUSSELS)
    moment = local.astimezone(timezone.utc)
    return moment if moment.astimezone(BRUSSELS).replace(fold=0) == local else None


def _on_day(
    offer: Offer,
    day: date,
    aways: Collection[Away],
    taken: Mapping[int, Sequence[tuple[datetime, datetime]]],
    first: datetime,
    last: datetime,
) -> Iterator[FreeTime]:
    for wall, until in _walls(offer):
        starts_at = to_utc(day, wall)
        if starts_at is None or not first <= starts_at <= last:
            continue
        ends_at = starts_at + offer.length
        if _is_away(aways, offer.counsellor_id, day, wall, until):
            continue
        if any(a < ends_at and starts_at < b for a, b in taken.get(offer.counsellor_id, ())):
            continue
        yield FreeTime(offer, starts_at, ends_at)


def _walls(offer: Offer) -> Iterator[tuple[time, time]]:
    """(from, until) wall times of the appointments that fit."""
    some_day = date(2000, 1, 1)
    moment = datetime.combine(some_day, offer.starts)
    end = datetime.combine(some_day, offer.ends)
    while moment + offer.length <= end:
        yield moment.time(), (moment + offer.length).time()
        moment += offer.length + offer.pause


def _is_away(
    aways: Collection[Away], counsellor_id: int, day: date, wall: time, until: time
) -> bool:
    return any(
        away.counsellor_id == counsellor_id
        and away.day == day
        and (away.starts or time.min) < until
        and wall < (away.ends or time.max)
        for away in aways
    )
