"""What the engine may know of the house at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.booking import Wish, free_slots
from service.codes import find_code, new_code
from service.core import Core
from service.hours import closed_between, is_open, next_opening
from service.options import BRUSSELS
from service.presence import count_available
from service.settings import DeskSettings, OwnClosingDays
from service.throttle import CodeThrottle
from service.types import Json, Snapshot
from service.views import Slot
from service.wording import say
from store.models import AppointmentRow, ConversationRow, HandoverRow, LeftMessageRow

_LOOK_AHEAD = timedelta(days=60)
_APPOINTMENT = (
    select(AppointmentRow)
    .where(
        AppointmentRow.conversation_id == bindparam("conversation"),
        AppointmentRow.status.in_(("pending", "confirmed")),
        AppointmentRow.starts_at > bindparam("now"),
    )
    .order_by(AppointmentRow.starts_at)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where snapshots come from."""

    core: Core
    throttle: CodeThrottle

    async def snapshot(
        self,
        session: AsyncSession,
        conversation: ConversationRow,
        settings: DeskSettings,
        own_closed: OwnClosingDays,
        text: str,
        needs: tuple[str, ...],
    ) -> Snapshot:
        """Read it all; the costly parts only when ``needs`` names them."""
        now = self.core.now()
        closed = closed_between(own_closed, now, now + _LOOK_AHEAD)
        opening = next_opening(settings.live_chat, closed, now)
        return Snapshot(
            now=now.astimezone(BRUSSELS).isoformat(timespec="seconds"),
            owner=conversation.owner,  # type: ignore[arg-type]  # written by us only
            desk_open=is_open(settings.live_chat, closed, now),
            counsellors_present=await count_available(
                session, settings, now, conversation.language
            ),
            queue_position=await queue_position(session, conversation),
            next_opening=opening.isoformat() if opening else None,
            retention_days=settings.retention_days,
            left_message_days=settings.left_message_days,
            confirm_by_hand=settings.confirm_by_hand,
            fresh_code=new_code(),
            appointment=await self._appointment(session, conversation, settings),
            code=await self._code(session, conversation, settings, text),
            slots=await self._slots(session, conversation, settings) if "slots" in needs else None,
        )

    async def _slots(
        self, session: AsyncSession, conversation: ConversationRow, settings: DeskSettings
    ) -> tuple[Json, ...]:
        wish = Wish(language=conversation.language)
        found = await free_slots(self.core, session, settings, wish)
        return tuple(slot_json(slot, settings, conversation.language) for slot in found)

    async def _appointment(
        self, session: AsyncSession, conversation: ConversationRow, settings: DeskSettings
    ) -> Json | None:
        asked = {"conversation": conversation.id, "now": self.core.now()}
        row = await session.scalar(_APPOINTMENT, asked)
        return appointment_json(row, settings) if row else None

    async def _code(
        self,
        session: AsyncSession,
        conversation: ConversationRow,
        settings: DeskSettings,
        text: str,
    ) -> Json | None:
        code = find_code(text)
        if code is None:
            return None
        if self.throttle.wait(conversation.id) > 0:
            return {"valid": False, "throttled": True}
        found = await opened_by(self.core, session, code)
        if found is None:
            self.throttle.wrong(conversation.id)
            return {"valid": False, "throttled": False}
        valid: Json = {"valid": True, "throttled": False}
        if isinstance(found, AppointmentRow):
            return valid | {
                "kind": "appointment",
                "appointment": appointment_json(found, settings),
            }
        return valid | {"kind": "message", "reply": found.reply, "id": found.id}


async def opened_by(
    core: Core, session: AsyncSession, code: str
) -> AppointmentRow | LeftMessageRow | None:
    """What a code (normal form) opens: a coming appointment, or a message left. Past and
    cancelled ones count as unknown."""
    hashes = core.keys.hashes("code", code)
    appointment: AppointmentRow | None = await session.scalar(
        select(AppointmentRow).where(
            AppointmentRow.code_hash.in_(hashes),
            AppointmentRow.status.in_(("pending", "confirmed")),
            AppointmentRow.starts_at > core.now(),
        )
    )
    if appointment is not None:
        return appointment
    left: LeftMessageRow | None = await session.scalar(
        select(LeftMessageRow).where(LeftMessageRow.code_hash.in_(hashes))
    )
    return left


async def queue_position(session: AsyncSession, conversation: ConversationRow) -> int | None:
    """1 for the next; None when the conversation does not wait."""
    if conversation.owner != "waiting":
        return None
    own = await session.scalar(
        select(HandoverRow).where(
            HandoverRow.conversation_id == conversation.id, HandoverRow.closed_at.is_(None)
        )
    )
    if own is None:
        return None
    earlier = HandoverRow.created_at < own.created_at
    before = earlier if own.urgent else or_(HandoverRow.urgent, earlier)
    if own.urgent:
        before = before & HandoverRow.urgent
    count = await session.scalar(
        select(func.count())
        .select_from(HandoverRow)
        .where(
            HandoverRow.closed_at.is_(None),
            HandoverRow.counsellor_id.is_(None),
            HandoverRow.id != own.id,
            before,
        )
    )
    return 1 + (count or 0)


def appointment_json(row: AppointmentRow, settings: DeskSettings) -> Json:
    """As the engine sees an appointment; times are local."""
    return {
        "id": row.id,
        "start": local_iso(row.starts_at),
        "end": local_iso(row.ends_at),
        "place": place_name(row.place, row.language, settings),
        "language": row.language,
        "theme": row.theme,
        "status": row.status,
    }


def slot_json(slot: Slot, settings: DeskSettings, language: str | None) -> Json:
    """As the engine sees a slot; times are local."""
    return {
        "id": slot.id,
        "start": local_iso(slot.starts_at),
        "end": local_iso(slot.ends_at),
        "languages": list(slot.languages),
        "themes": list(slot.themes),
        "place": place_name(slot.place, language, settings),
    }


def local_iso(moment: datetime) -> str:
    """ISO 8601 in Brussels' time, with its offset."""
    return moment.astimezone(BRUSSELS).isoformat(timespec="minutes")


def place_name(place: str, language: str | None, settings: DeskSettings) -> str:
    """The words for a place in a sentence: the house, the chat, or a counsellor's own words."""
    if place == "centre":
        return settings.at_place(language or "fr")
    return say("appointment.place_remote", language) if place == "remote" else place
