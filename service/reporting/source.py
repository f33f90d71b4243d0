"""What tables are made from: each cube counted once for the period and once for the one before."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from service.reporting.cubes import Cube
from service.reporting.period import Period
from service.reporting.tally import Filter, Tally, tally
from service.reporting.waiting import Waits, waits


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures are wanted."""

    period: Period
    before: Period
    filter: Filter = Filter()


@dataclass
class Source:
    """Counts on demand, within one reading of the database."""

    session: AsyncSession
    asked: Asked
    _known: dict[tuple[int, bool, tuple[str, ...]], Tally] = field(default_factory=dict)

    async def now(self, cube: Cube, by: tuple[str, ...]) -> Tally:
        """The period that was asked for."""
        return await self._count(cube, by, then=False)

    async def then(self, cube: Cube, by: tuple[str, ...]) -> Tally:
        """The period before."""
        return await self._count(cube, by, then=True)

    async def waited(self, *, then: bool = False) -> Waits:
        """How long visitors waited for a person."""
        period = self.asked.before if then else self.asked.period
        return await waits(self.session, period, self.asked.filter)

    async def _count(self, cube: Cube, by: tuple[str, ...], then: bool) -> Tally:
        key = id(cube), then, by
        if key not in self._known:
            period = self.asked.before if then else self.asked.period
            self._known[key] = await tally(self.session, cube, period, self.asked.filter, by)
        return self._known[key]
