"""What the desk notes about a conversation: notes, tags, judgements, its language."""

from __future__ import annotations

from sqlalchemy import select

from service.audit import audit_line
from service.errors import BadRequest, NotFound
from service.events import DESK, Event
from service.handover.held import Hands
from service.messages import locked
from service.redaction import redact
from service.types import Language
from store.models import ConversationRow, CounsellorRow, MessageRow, NoteRow

_LONGEST_TAG = 30
_MOST_TAGS = 20


class Marking(Hands):
    """What the visitor never sees."""

    async def note(self, counsellor_id: int, conversation_id: str, text: str) -> None:
        """A private note; redacted like everything. Raises BadRequest when empty."""
        if not text.strip():
            raise BadRequest("empty")
        async with self._core.write() as session:
            counsellor = await session.get(CounsellorRow, counsellor_id)
            await locked(session, conversation_id)
            session.add(
                NoteRow(
                    conversation_id=conversation_id,
                    counsellor=counsellor.name if counsellor else "",
                    text=redact(text.strip())[: self._core.options.longest_text],
                    at=self._core.now(),
                )
            )
            session.add(audit_line(self._core, counsellor_id, "note", conversation_id))
        await self._core.bus.publish(Event("note", conversation_id), DESK)

    async def tag(self, counsellor_id: int, conversation_id: str, tags: tuple[str, ...]) -> None:
        """Replace the tags; redacted, since they are shown beside others' conversations. Raises
        BadRequest (too many, too long)."""
        clean = tuple(dict.fromkeys(redact(" ".join(tag.split())) for tag in tags if tag.strip()))
        if len(clean) > _MOST_TAGS or any(len(tag) > _LONGEST_TAG for tag in clean):
            raise BadRequest("tags")
        async with self._core.write() as session:
            conversation = await locked(session, conversation_id)
            conversation.tags = list(clean)
            session.add(audit_line(self._core, counsellor_id, "tag", conversation_id))
        await self._core.bus.publish(Event("queue", conversation_id))

    async def all_tags(self) -> tuple[str, ...]:
        """Tags in use, by name."""
        async with self._core.read() as session:
            rows = await session.scalars(select(ConversationRow.tags))
            return tuple(sorted({tag for tags in rows for tag in tags}))

    async def judge(self, counsellor_id: int, conversation_id: str, seq: int, right: bool) -> None:
        """Mark the understanding of the visitor's message ``seq`` right or wrong."""
        async with self._core.write() as session:
            row = await session.get(MessageRow, (conversation_id, seq))
            if row is None or row.understanding is None:
                raise NotFound("no such message")
            row.judged = right
            session.add(audit_line(self._core, counsellor_id, "judge", conversation_id))

    async def set_language(
        self, counsellor_id: int, conversation_id: str, language: Language
    ) -> None:
        """Correct the conversation's language."""
        if language not in ("fr", "nl"):
            raise BadRequest("language")
        async with self._core.write() as session:
            conversation = await locked(session, conversation_id)
            conversation.language = language
            conversation.version += 1
            session.add(audit_line(self._core, counsellor_id, "set_language", conversation_id))
        await self._core.bus.publish(Event("state", conversation_id))
