"""The desk's settings: kept in the database, changed by an admin while the house runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from service.audit import audit_line
from service.core import Core
from service.errors import BadRequest
from service.events import DESK, Event
from service.types import Json
from store.models import ClosingDayRow, SettingRow

OwnClosingDays = Mapping[date, tuple[str, str]]  # day → (French name, Dutch name)
_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Live-chat hours are not the opening hours of the house, which we do not know."""

    live_chat: tuple[Json, ...] = tuple(
        {"weekday": day, "from": "09:00", "until": "17:00"} for day in range(5)
    )
    retention_days: int = 30  # conversations without news are deleted after so many days
    gap_days: int = 90  # gaps are deleted after so many days
    audit_days: int = 365
    notice_hours: int = 24  # the shortest time between booking and appointment
    horizon_days: int = 28  # how far ahead appointments are offered
    confirm_by_hand: bool = False  # a booking is pending until a counsellor confirms it
    unclaimed_minutes: int = 4  # then a waiting visitor is offered something else
    away_minutes: int = 5  # a counsellor not seen for so long is away
    gone_minutes: int = 15  # an away counsellor's conversations go back to the queue
    left_message_days: int = 14  # how long a reply to a message left can be read
    reminder_hours: int = 24  # how long before an appointment the visitor is reminded
    place_fr: str = "Cité des métiers de Bruxelles"
    place_nl: str = "Beroepenpunt Brussel"
    at_fr: str = "à la Cité des métiers de Bruxelles"  # as in « rendez-vous lundi à 9 h, … »
    at_nl: str = "bij Beroepenpunt Brussel"

    def place(self, language: str) -> str:
        """The name of the house."""
        return self.place_nl if language == "nl" else self.place_fr

    def at_place(self, language: str) -> str:
        """The house as the place of an appointment, in a sentence."""
        return self.at_nl if language == "nl" else self.at_fr


@dataclass(frozen=True, slots=True)
class _Known:
    """What is in memory, and since when."""

    at: datetime
    settings: DeskSettings
    closing_days: OwnClosingDays


class Settings:
    """Read and change. Read from memory, afresh after an event ``settings``; at most ``FRESH``
    old when that event of another process is lost."""

    FRESH = timedelta(seconds=5)

    def __init__(self, core: Core) -> None:
        self._core = core
        self._known: _Known | None = None
        self._changes = 0
        core.bus.on("settings", self._forget)

    async def get(self) -> DeskSettings:
        """The present settings."""
        return (await self._present()).settings

    async def closing_days(self) -> OwnClosingDays:
        """The own closing days of the house, without the public holidays."""
        return (await self._present()).closing_days

    async def _present(self) -> _Known:
        now, known, changes = self._core.now(), self._known, self._changes
        if known is not None and timedelta(0) <= now - known.at < self.FRESH:
            return known
        async with self._core.read(brief=True) as session:
            known = _Known(now, await _stored(session), await own_closing_days(session))
        if changes == self._changes:  # nobody changed anything while we read
            self._known = known
        return known

    def _forget(self) -> None:
        self._known = None
        self._changes += 1

    async def change(self, by: int | None, **changes: object) -> DeskSettings:
        """Change some. Raises BadRequest with the name of the field that makes no sense."""
        async with self._core.read(brief=True) as session:
            new = checked(await _stored(session), changes)
        async with self._core.write(brief=True) as session:
            for name in changes:
                await session.merge(SettingRow(name=name, value=asdict(new)[name]))
            session.add(audit_line(self._core, by, "change_settings", ", ".join(sorted(changes))))
        await self._core.bus.publish(Event("settings"), DESK)
        return new


async def _stored(session: AsyncSession) -> DeskSettings:
    stored = {row.name: row.value for row in await session.scalars(select(SettingRow))}
    names = {field.name for field in fields(DeskSettings)}
    values = {name: value for name, value in stored.items() if name in names}
    if "live_chat" in values:
        values["live_chat"] = tuple(values["live_chat"])
    return replace(DeskSettings(), **values)


async def own_closing_days(session: AsyncSession) -> OwnClosingDays:
    """The closing days that the house added to the public holidays."""
    return {row.day: (row.fr, row.nl) for row in await session.scalars(select(ClosingDayRow))}


def checked(present: DeskSettings, changes: Json) -> DeskSettings:
    """The settings with changes. Raises BadRequest naming the first field that is wrong."""
    known = asdict(present)
    for name, value in changes.items():
        if name not in known or not _fits(name, value, known[name]):
            raise BadRequest(name)
    if "live_chat" in changes:
        changes = {**changes, "live_chat": tuple(changes["live_chat"])}
    return replace(present, **changes)


def _fits(name: str, value: object, present: object) -> bool:
    if name == "live_chat":
        return isinstance(value, (list, tuple)) and all(_is_span(span) for span in value)
    if isinstance(present, bool):
        return isinstance(value, bool)
    if isinstance(present, int):
        least = 0 if name == "notice_hours" else 1
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= 3650
    return isinstance(value, str) and 0 < len(value.strip()) <= 120


def _is_span(span: object) -> bool:
    if not isinstance(span, dict) or set(span) != {"weekday", "from", "until"}:
        return False
    starts, ends = str(span["from"]), str(span["until"])
    good = _TIME.match(starts) and _TIME.match(ends) and starts < ends
    return bool(good) and span["weekday"] in range(7)
