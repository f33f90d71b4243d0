"""How long visitors waited for a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.reporting.period import Period
from service.reporting.tally import Filter
from store.models import ConversationFactRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """Seconds from asking for a person to the first reply of one; None when nobody waited."""

    count: int
    median: int | None
    p90: int | None


NOBODY = Waiting(0, None, None)


@dataclass(frozen=True, slots=True)
class Waits:
    """Of everybody, and by channel."""

    all: Waiting
    by_channel: Mapping[str, Waiting]


async def waits(session: AsyncSession, period: Period, filter: Filter) -> Waits:
    """Count those who met a person, and the times that half and nine in ten of them waited at
    most (nearest rank)."""
    facts = ConversationFactRow
    rows = await session.execute(
        select(facts.channel, facts.seconds_to_human, func.count(literal(1)))
        .where(
            facts.day.between(period.first, period.last),
            facts.seconds_to_human.is_not(None),
            *(getattr(facts, name) == value for name, value in filter.given().items()),
        )
        .group_by(facts.channel, facts.seconds_to_human)
    )
    by_channel: dict[str, Counter[int]] = defaultdict(Counter)
    for channel, seconds, count in rows:
        by_channel[channel][seconds] += count
    everybody = sum(by_channel.values(), Counter[int]())
    return Waits(_waiting(everybody), {name: _waiting(times) for name, times in by_channel.items()})


def _waiting(times: Counter[int]) -> Waiting:
    return Waiting(times.total(), _ranked(times, 50), _ranked(times, 90))


def _ranked(times: Counter[int], percent: int) -> int | None:
    """The time that ``percent`` of all did not exceed."""
    rank, passed = -(-times.total() * percent // 100), 0
    for seconds in sorted(times):
        passed += times[seconds]
        if passed >= rank:
            return seconds
    return None
