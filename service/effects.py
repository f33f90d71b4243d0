"""Effects: what the engine asked for, applied in the turn's transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from service.booking import new_appointment, take_slot
from service.codes import normal
from service.core import Core
from service.errors import BadRequest
from service.events import Event
from service.facts import better
from service.queue import close_handover, need, open_handover
from service.settings import DeskSettings
from service.types import Effect, Json, Understanding
from store.models import (
    AppointmentRow,
    ConversationFactRow,
    ConversationRow,
    LeftMessageRow,
)


@dataclass(slots=True)
class Applying:
    """The transaction that effects are applied in."""

    core: Core
    session: AsyncSession
    conversation: ConversationRow
    fact: ConversationFactRow
    settings: DeskSettings
    understanding: Understanding
    text: str  # the visitor's, redacted: the queue shows it as the need
    now: datetime
    events: list[Event] = field(default_factory=list)
    forgotten: bool = False

    async def apply(self, effects: tuple[Effect, ...]) -> None:
        """All of them, in order. Raises SlotTaken (rerun the turn), BadRequest (our bug)."""
        for effect in effects:
            if effect.kind not in _APPLY:
                raise BadRequest(f"unknown effect {effect.kind!r}")
            await _APPLY[effect.kind](self, effect.values)

    def tell(self, kind: str, **data: Any) -> None:
        """An event, to be published after the commit."""
        self.events.append(Event(kind, self.conversation.id, data=data))


async def _hand_over(turn: Applying, values: Json) -> None:
    await open_handover(
        turn.session,
        turn.conversation,
        turn.now,
        reason=str(values.get("reason", "asked"))[:40],
        urgent=bool(values.get("urgent", False)),
        theme=values.get("theme") or turn.understanding.theme or turn.fact.theme,
        summary=await need(turn.session, turn.conversation.id, turn.text, turn.understanding.act),
    )
    turn.fact.handed_over = True
    better(turn.fact, "waiting")
    turn.tell("queue")
    turn.tell("state", owner=turn.conversation.owner)


async def _leave_queue(turn: Applying, values: Json) -> None:
    if turn.conversation.owner == "bot":
        return
    await close_handover(turn.session, turn.conversation, turn.now, "left")
    turn.tell("queue")
    turn.tell("state", owner="bot")


async def _set_language(turn: Applying, values: Json) -> None:
    language = values["language"]
    if language not in ("fr", "nl"):
        raise BadRequest("set_language needs fr or nl")
    turn.conversation.language = language
    turn.tell("state", language=language)


async def _profile(turn: Applying, values: Json) -> None:
    if values.get("public"):
        turn.conversation.public = values["public"]
    known = turn.conversation.situations
    new = [situation for situation in values.get("situations", ()) if situation not in known]
    turn.conversation.situations = [*known, *new]


async def _mark_urgent(turn: Applying, values: Json) -> None:
    await open_handover(turn.session, turn.conversation, turn.now, reason="distress", urgent=True)
    turn.tell("queue")


async def _book(turn: Applying, values: Json) -> None:
    replaced = values.get("replaces")
    if replaced:
        await _release(turn, int(replaced))
    free_time = await take_slot(turn.core, turn.session, turn.settings, str(values["slot"]))
    code = normal(str(values["code"]))
    if code is None:
        raise BadRequest("book needs a code")
    row = new_appointment(
        turn.core,
        turn.settings,
        free_time,
        code=code,
        language=values.get("language") or turn.conversation.language or "fr",
        theme=values.get("theme") or turn.fact.theme,
        channel=turn.conversation.channel,
        conversation_id=turn.conversation.id,
    )
    turn.session.add(row)
    await turn.session.flush()
    turn.fact.booked = True
    better(turn.fact, "booked")
    turn.tell("appointment", id=row.id)


async def _cancel_appointment(turn: Applying, values: Json) -> None:
    await _release(turn, int(values["appointment"]))


async def _release(turn: Applying, appointment_id: int) -> None:
    row = await turn.session.get(AppointmentRow, appointment_id, with_for_update=True)
    if row is not None and row.status in ("pending", "confirmed"):
        row.status = "cancelled"
        await turn.session.flush()
        turn.tell("appointment", id=row.id)


async def _leave_message(turn: Applying, values: Json) -> None:
    code = normal(str(values["code"]))
    if code is None:
        raise BadRequest("leave_message needs a code")
    row = LeftMessageRow(
        code_hash=turn.core.keys.hash("code", code),
        conversation_id=turn.conversation.id,
        language=values.get("language") or turn.conversation.language or "fr",
        theme=values.get("theme") or turn.fact.theme,
        text=str(values["text"]),
        created_at=turn.now,
    )
    turn.session.add(row)
    await turn.session.flush()
    turn.tell("left_message", id=row.id)


async def _forget(turn: Applying, values: Json) -> None:
    turn.forgotten = True


async def _feedback(turn: Applying, values: Json) -> None:
    from service.feedback import mark_last_answer

    await mark_last_answer(turn, bool(values["helpful"]))


async def _nothing(turn: Applying, values: Json) -> None:
    """``fact`` is read by the turn; ``read_message`` changes nothing that we keep."""


_APPLY: dict[str, Callable[[Applying, Json], Awaitable[None]]] = {
    "hand_over": _hand_over,
    "leave_queue": _leave_queue,
    "set_language": _set_language,
    "profile": _profile,
    "mark_urgent": _mark_urgent,
    "book": _book,
    "cancel_appointment": _cancel_appointment,
    "leave_message": _leave_message,
    "read_message": _nothing,
    "forget": _forget,
    "feedback": _feedback,
    "fact": _nothing,
}
