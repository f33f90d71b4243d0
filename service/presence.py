"""Who is at the desk. A counsellor not seen for ``away_minutes`` counts as away."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Subquery, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts import counsellor_view
from service.core import Core
from service.events import DESK, Event
from service.settings import DeskSettings, Settings
from service.types import Language
from service.views import Presence, PresenceState
from store.models import CounsellorRow, HandoverRow
from store.rows import run, table_of

_SEEN_STEP = timedelta(seconds=20)  # a sign of life is written down at most so often


def _load() -> Subquery:
    """How many conversations each counsellor has."""
    return (
        select(HandoverRow.counsellor_id, func.count().label("open"))
        .where(HandoverRow.closed_at.is_(None))
        .group_by(HandoverRow.counsellor_id)
        .subquery()
    )


_LOAD = _load()
_COUNSELLOR = table_of(CounsellorRow)
_AVAILABLE = (
    select(_COUNSELLOR.c.languages)
    .outerjoin(_LOAD, _LOAD.c.counsellor_id == _COUNSELLOR.c.id)
    .where(
        _COUNSELLOR.c.active,
        _COUNSELLOR.c.presence == "online",  # see ``state_of``
        _COUNSELLOR.c.seen_at >= bindparam("seen"),
        func.coalesce(_LOAD.c.open, 0) < _COUNSELLOR.c.cap,
    )
)


class PresenceBoard:
    """Signs of life, and what follows from them."""

    def __init__(self, core: Core, settings: Settings) -> None:
        self._core = core
        self._settings = settings
        self._written: dict[int, datetime] = {}

    async def seen(self, counsellor_id: int) -> None:
        """A sign of life (any request of an active page)."""
        now = self._core.now()
        last = self._written.get(counsellor_id)
        if last is not None and timedelta(0) <= now - last < _SEEN_STEP:
            return
        self._written[counsellor_id] = now
        async with self._core.write() as session:
            await session.execute(
                update(CounsellorRow).where(CounsellorRow.id == counsellor_id).values(seen_at=now)
            )

    async def set(self, counsellor_id: int, state: PresenceState) -> None:
        """What the counsellor says of himself."""
        now = self._core.now()
        self._written[counsellor_id] = now
        async with self._core.write() as session:
            await session.execute(
                update(CounsellorRow)
                .where(CounsellorRow.id == counsellor_id)
                .values(presence=state, seen_at=now)
            )
        event = Event("presence", data={"counsellor": counsellor_id, "state": state})
        await self._core.bus.publish(event, DESK)

    async def all(self) -> tuple[Presence, ...]:
        """Every active counsellor, by name."""
        settings = await self._settings.get()
        async with self._core.read() as session:
            return await present(session, settings, self._core.now())

    async def available(self, language: Language | None = None) -> int:
        """How many are online and under their cap (and speak the language)."""
        settings = await self._settings.get()
        async with self._core.read() as session:
            return await count_available(session, settings, self._core.now(), language)


async def present(
    session: AsyncSession, settings: DeskSettings, now: datetime
) -> tuple[Presence, ...]:
    """Every active counsellor with state and load."""
    query = (
        select(CounsellorRow, func.coalesce(_LOAD.c.open, 0))
        .outerjoin(_LOAD, _LOAD.c.counsellor_id == CounsellorRow.id)
        .where(CounsellorRow.active)
        .order_by(CounsellorRow.name)
    )
    return tuple(
        Presence(counsellor_view(row), state_of(row, settings, now), count, row.seen_at)
        for row, count in await session.execute(query)
    )


async def count_available(
    session: AsyncSession, settings: DeskSettings, now: datetime, language: str | None
) -> int:
    """How many counsellors could take a conversation now."""
    seen = now - timedelta(minutes=settings.away_minutes)
    spoken = (await run(session, _AVAILABLE, {"seen": seen})).scalars()
    return sum(language is None or language in languages for languages in spoken)


def state_of(row: CounsellorRow, settings: DeskSettings, now: datetime) -> PresenceState:
    """What the counsellor said, unless there was no sign of life for too long."""
    if row.presence == "offline" or row.seen_at is None:
        return "offline"
    if now - row.seen_at > timedelta(minutes=settings.away_minutes):
        return "away"
    return row.presence  # type: ignore[return-value]  # written by ``set`` only
