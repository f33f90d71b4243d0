"""Booking: free slots from the database, and taking one of them in a transaction.

No slot is booked twice: the counsellor's row is held while the overlap is looked at (SQLite:
the write lock), and a partial unique index on (counsellor, start) is the last word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.errors import SlotTaken
from service.hours import closed_between
from service.options import BRUSSELS
from service.settings import DeskSettings, own_closing_days
from service.slots import Away, FreeTime, Offer, free_times, parse_slot_id
from service.views import Slot
from store.models import (
    AppointmentRow,
    AvailabilityRow,
    CounsellorRow,
    ExceptionRow,
)

LONGEST = timedelta(hours=12)  # of one appointment, for finding overlaps


@dataclass(frozen=True, slots=True)
class Wish:
    """What a slot must satisfy. None: no matter."""

    language: str | None = None
    theme: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    counsellor_id: int | None = None


async def free(
    core: Core, session: AsyncSession, settings: DeskSettings, wish: Wish
) -> list[FreeTime]:
    """Every bookable time of every counsellor that satisfies the wish, soonest first."""
    now = core.now()
    first = max(now + timedelta(hours=settings.notice_hours), wish.start or now)
    last = now + timedelta(days=settings.horizon_days)
    last = min(last, wish.end) if wish.end else last
    offers = [offer for offer in await _offers(session) if _suits(offer, wish)]
    if not offers or first > last:
        return []
    closed = await closed_days(session, first, last)
    taken = await _taken(session, first, last)
    aways = await _aways(session, first, last)
    times = free_times(offers, aways, closed, taken, first, last)
    return sorted(times, key=lambda free_time: (free_time.starts_at, free_time.offer.slot_key))


async def free_slots(
    core: Core, session: AsyncSession, settings: DeskSettings, wish: Wish, limit: int = 400
) -> tuple[Slot, ...]:
    """What visitors choose from: one slot for each time, place and length.

    Where several counsellors are free, the one with the fewest appointments that day gets it.
    """
    times = await free(core, session, settings, wish)
    load = await _load(session, times)
    best: dict[tuple[object, ...], FreeTime] = {}
    for free_time in times:
        offer = free_time.offer
        key = (free_time.starts_at, free_time.ends_at, offer.place, offer.languages, offer.themes)
        held = best.get(key)
        if held is None or _busy(load, free_time) < _busy(load, held):
            best[key] = free_time
    return tuple(_slot(free_time) for free_time in list(best.values())[:limit])


async def take_slot(
    core: Core, session: AsyncSession, settings: DeskSettings, slot: str
) -> FreeTime:
    """The free time of a slot id, with its counsellor held until the end of the transaction.

    Raises SlotTaken when it is not, or no longer, on offer.
    """
    try:
        slot_key, starts_at = parse_slot_id(slot)
    except ValueError:
        raise SlotTaken("not the id of a slot") from None
    counsellor = await session.scalar(
        select(CounsellorRow).where(CounsellorRow.slot_key == slot_key).with_for_update()
    )
    if counsellor is None:
        raise SlotTaken("no such counsellor")
    wish = Wish(start=starts_at, end=starts_at, counsellor_id=counsellor.id)
    for free_time in await free(core, session, settings, wish):
        if free_time.starts_at == starts_at:
            return free_time
    raise SlotTaken("the slot is not free")


async def closed_days(session: AsyncSession, first: datetime, last: datetime) -> frozenset[date]:
    """The local days in [first, last] on which the house is closed."""
    return closed_between(await own_closing_days(session), first, last)


def new_appointment(
    core: Core,
    settings: DeskSettings,
    free_time: FreeTime,
    *,
    code: str,
    language: str,
    theme: str | None,
    channel: str,
    conversation_id: str | None,
) -> AppointmentRow:
    """The row of a booking; ``code`` in its normal form."""
    return AppointmentRow(
        counsellor_id=free_time.offer.counsellor_id,
        starts_at=free_time.starts_at,
        ends_at=free_time.ends_at,
        status="pending" if settings.confirm_by_hand else "confirmed",
        language=language,
        theme=theme,
        channel=channel,
        place=free_time.offer.place,
        code_hash=core.keys.hash("code", code),
        conversation_id=conversation_id,
        created_at=core.now(),
    )


async def _offers(session: AsyncSession) -> list[Offer]:
    query = (
        select(AvailabilityRow, CounsellorRow)
        .join(CounsellorRow, CounsellorRow.id == AvailabilityRow.counsellor_id)
        .where(CounsellorRow.active)
    )
    return [
        Offer(
            counsellor.id,
            counsellor.slot_key,
            row.weekday,
            row.starts,
            row.ends,
            timedelta(minutes=row.length),
            timedelta(minutes=row.pause),
            row.place,
            tuple(row.languages or counsellor.languages),
            tuple(row.themes or counsellor.themes),
        )
        for row, counsellor in await session.execute(query)
    ]


def _suits(offer: Offer, wish: Wish) -> bool:
    return (
        (wish.counsellor_id is None or offer.counsellor_id == wish.counsellor_id)
        and (wish.language is None or wish.language in offer.languages)
        and (wish.theme is None or not offer.themes or wish.theme in offer.themes)
    )


async def _taken(
    session: AsyncSession, first: datetime, last: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    query = select(AppointmentRow).where(
        AppointmentRow.status != "cancelled",
        AppointmentRow.starts_at > first - LONGEST,
        AppointmentRow.starts_at < last + LONGEST,
    )
    taken: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in await session.scalars(query):
        taken[row.counsellor_id].append((row.starts_at, row.ends_at))
    return taken


async def _aways(session: AsyncSession, first: datetime, last: datetime) -> list[Away]:
    days = (first.astimezone(BRUSSELS).date(), last.astimezone(BRUSSELS).date())
    rows = await session.scalars(select(ExceptionRow).where(ExceptionRow.day.between(*days)))
    return [Away(row.counsellor_id, row.day, row.starts, row.ends) for row in rows]


async def _load(session: AsyncSession, times: list[FreeTime]) -> Counter[tuple[int, date]]:
    if not times:
        return Counter()
    taken = await _taken(session, times[0].starts_at, times[-1].starts_at)
    return Counter(
        (counsellor_id, start.astimezone(BRUSSELS).date())
        for counsellor_id, spans in taken.items()
        for start, _ in spans
    )


def _busy(load: Counter[tuple[int, date]], free_time: FreeTime) -> tuple[int, str]:
    day = free_time.starts_at.astimezone(BRUSSELS).date()
    return load[free_time.offer.counsellor_id, day], free_time.offer.slot_key


def _slot(free_time: FreeTime) -> Slot:
    offer = free_time.offer
    return Slot(
        free_time.id,
        free_time.starts_at,
        free_time.ends_at,
        offer.languages,
        offer.themes,
        offer.place,
    )


def local_midnight(day: date) -> datetime:
    """The moment at which a local day begins."""
    return datetime.combine(day, time.min, BRUSSELS)
