"""Appointments as the desk and as the visitor see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_datetime
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.options import BRUSSELS
from service.settings import DeskSettings
from service.snapshot import place_name
from service.views import DeskAppointment, VisitorAppointment
from store.models import AppointmentRow, CounsellorRow

ICS_PURPOSE = "ics"
_FIRST = "EEEE d'er' MMMM y 'à' H'h'mm"  # « mardi 1er décembre »
_FORMATS = {"fr": "EEEE d MMMM y 'à' H'h'mm", "nl": "EEEE d MMMM y 'om' H.mm 'uur'"}


def spoken(moment: datetime, language: str) -> str:
    """A moment in words, local time: "jeudi 3 décembre 2026 à 14h30", "… om 14.30 uur"."""
    local = moment.astimezone(BRUSSELS)
    form = _FIRST if language == "fr" and local.day == 1 else _FORMATS[language]
    return format_datetime(local, form, locale=language, tzinfo=BRUSSELS).replace("h00", "h")


def desk_appointments() -> Select[Any]:
    """The query of appointments with the counsellor's name."""
    return select(AppointmentRow, CounsellorRow.name).join(
        CounsellorRow, CounsellorRow.id == AppointmentRow.counsellor_id
    )


def desk_view(row: AppointmentRow, counsellor: str) -> DeskAppointment:
    """As the desk sees it: no name, no text, no code."""
    return DeskAppointment(
        row.id,
        row.counsellor_id,
        counsellor,
        row.starts_at,
        row.ends_at,
        row.status,  # type: ignore[arg-type]  # written by us only
        row.language,  # type: ignore[arg-type]
        row.theme,
        row.channel,
        row.place,
        row.conversation_id,
        row.created_at,
    )


async def active_appointment(
    core: Core, session: AsyncSession, settings: DeskSettings, conversation_id: str
) -> DeskAppointment | None:
    """The coming appointment of a conversation."""
    query = (
        desk_appointments()
        .where(
            AppointmentRow.conversation_id == conversation_id,
            AppointmentRow.status.in_(("pending", "confirmed")),
            AppointmentRow.starts_at > core.now(),
        )
        .order_by(AppointmentRow.starts_at)
        .limit(1)
    )
    found = (await session.execute(query)).first()
    return desk_view(*found) if found else None


def visitor_view(core: Core, row: AppointmentRow, settings: DeskSettings) -> VisitorAppointment:
    """What a code shows: date, hour and place only."""
    expires = core.now() + timedelta(seconds=core.options.ics_life)
    return VisitorAppointment(
        row.starts_at,
        row.ends_at,
        place_name(row.place, row.language, settings),
        row.language,  # type: ignore[arg-type]
        row.status,  # type: ignore[arg-type]
        core.keys.sign(ICS_PURPOSE, str(row.id), expires),
    )
