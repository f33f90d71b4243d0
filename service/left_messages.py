"""Messages left out of hours: answered on the desk, read by the visitor with a code."""

from __future__ import annotations

from sqlalchemy import Select, select

from service.audit import audit_line
from service.core import Core
from service.errors import BadRequest, NotFound
from service.events import DESK, Event
from service.messages import append, held_with_talk
from service.types import Reply
from service.views import LeftMessage
from service.wording import say
from store.models import CounsellorRow, LeftMessageRow


class LeftMessages:
    """The desk's side."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def waiting(self) -> tuple[LeftMessage, ...]:
        """Not answered yet, oldest first."""
        query = select(LeftMessageRow).where(LeftMessageRow.replied_at.is_(None))
        return await self._read(query.order_by(LeftMessageRow.created_at))

    async def answered(self, limit: int = 50) -> tuple[LeftMessage, ...]:
        """Newest first."""
        query = select(LeftMessageRow).where(LeftMessageRow.replied_at.is_not(None))
        return await self._read(query.order_by(LeftMessageRow.replied_at.desc()).limit(limit))

    async def answer(self, by: int, left_message_id: int, text: str) -> None:
        """The visitor reads it with the code; told in the conversation too while it exists.

        Raises NotFound, BadRequest (empty).
        """
        if not text.strip():
            raise BadRequest("empty")
        async with self._core.write() as session:
            row, conversation = await held_with_talk(session, LeftMessageRow, left_message_id)
            if row is None:
                raise NotFound("no such message")
            counsellor = await session.get(CounsellorRow, by)
            row.reply, row.replied_at = text.strip(), self._core.now()
            row.replied_by = counsellor.name if counsellor else None
            session.add(audit_line(self._core, by, "answer_left_message", row.id))
            if conversation is not None:
                words = say("left_message.answered", row.language, reply=row.reply)
                reply = Reply(words, row.language, author="counsellor")
                append(self._core, session, conversation, (reply,), counsellor=row.replied_by)
                event = Event("message", conversation.id, conversation.last_seq)
                await session.flush()
        if conversation is not None:
            await self._core.bus.publish(event)
        await self._core.bus.publish(Event("left_message", data={"id": left_message_id}), DESK)

    async def _read(self, query: Select[tuple[LeftMessageRow]]) -> tuple[LeftMessage, ...]:
        async with self._core.read() as session:
            return tuple(_view(row) for row in await session.scalars(query))


def _view(row: LeftMessageRow) -> LeftMessage:
    return LeftMessage(
        row.id,
        row.created_at,
        row.language,  # type: ignore[arg-type]  # fr or nl
        row.theme,
        row.text,
        row.reply,
        row.replied_by,
        row.replied_at,
    )
