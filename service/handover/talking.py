"""Write to the visitor."""

from __future__ import annotations

from sqlalchemy import select

from service.errors import BadRequest, NotYours, TextTooLong, WindowClosed
from service.events import Event
from service.handover.held import Hands, Held
from service.messages import append, read_messages
from service.outbox import template_row
from service.redaction import found_kinds
from service.types import ArticleCard, Reply
from service.views import MessageView
from service.windows import may_write
from store.models import HandoverRow, MessageRow


class Talking(Hands):
    """What a counsellor says."""

    async def reply(
        self,
        counsellor_id: int,
        conversation_id: str,
        text: str,
        *,
        article: ArticleCard | None = None,
        client_id: str | None = None,
    ) -> MessageView:
        """Write to the visitor. ``client_id`` makes a repeated send harmless: the first message
        is given again. Raises NotYours, WindowClosed, BadRequest, TextTooLong."""
        if not text.strip():
            raise BadRequest("empty")
        if len(text) > self._core.options.longest_text:
            raise TextTooLong(f"longer than {self._core.options.longest_text}")
        async with self._mine(counsellor_id, conversation_id) as held:
            sent = await self._sent_before(held, client_id)
            if sent is not None:
                return sent
            if not may_write(held.conversation, self._core.now(), self._core.by_hand):
                raise WindowClosed("the last message of the person is too old")
            reply = Reply(
                text.strip(),
                held.conversation.language or "fr",
                kind="article" if article else "text",
                author="counsellor",
                article=article,
                data={"counsellor": held.counsellor.name},
            )
            (view,) = append(
                self._core,
                held.session,
                held.conversation,
                (reply,),
                counsellor=held.counsellor.name,
                client_id=client_id,
            )
            held.handover.first_reply_at = held.handover.first_reply_at or self._core.now()
            held.handover.read_seq = view.seq
            self._audit(held, "reply")
        await self._core.bus.publish(Event("message", conversation_id, view.seq))
        return view

    def warn(self, text: str) -> tuple[str, ...]:
        """Kinds of personal data in a counsellor's draft ("phone", "email", ...): to warn of."""
        return found_kinds(text)

    async def send_template(self, counsellor_id: int, conversation_id: str) -> None:
        """WhatsApp after 24 hours: "an answer is waiting" in the visitor's language."""
        async with self._mine(counsellor_id, conversation_id) as held:
            if held.conversation.channel == "web":
                raise BadRequest("the web needs no template")
            held.session.add(template_row(held.conversation, self._core.now()))
            self._audit(held, "send_template")

    async def typing(self, counsellor_id: int, conversation_id: str) -> None:
        """The visitor sees that somebody types. Raises NotYours."""
        async with self._core.read() as session:
            held_by = await session.scalar(
                select(HandoverRow.counsellor_id).where(
                    HandoverRow.conversation_id == conversation_id, HandoverRow.closed_at.is_(None)
                )
            )
        if held_by != counsellor_id:
            raise NotYours("not with this counsellor")
        event = Event("typing", conversation_id, data={"by": "counsellor"})
        await self._core.bus.publish(event)

    async def _sent_before(self, held: Held, client_id: str | None) -> MessageView | None:
        if client_id is None:
            return None
        seq = await held.session.scalar(
            select(MessageRow.seq).where(
                MessageRow.conversation_id == held.conversation.id,
                MessageRow.client_id == client_id,
            )
        )
        if seq is None:
            return None
        views = await read_messages(
            self._core, held.session, held.conversation.id, after=seq - 1, until=seq
        )
        return views[0]
