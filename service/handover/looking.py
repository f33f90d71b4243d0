"""Look at the queue and at conversations."""

from __future__ import annotations

from service import deskviews
from service.audit import audit_line
from service.deskviews import QueueFilter
from service.handover.held import Hands
from service.messages import locked
from service.queue import open_row
from service.views import DeskConversation, QueueEntry

EVERYTHING = QueueFilter()


class Looking(Hands):
    """What a counsellor sees."""

    async def queue(self, filters: QueueFilter = EVERYTHING) -> tuple[QueueEntry, ...]:
        """Who waits: urgent first, then oldest."""
        async with self._core.read() as session:
            return await deskviews.queue(session, filters)

    async def mine(self, counsellor_id: int) -> tuple[QueueEntry, ...]:
        """The open conversations of a counsellor."""
        async with self._core.read() as session:
            return await deskviews.open_with(session, counsellor_id)

    async def open_elsewhere(self, counsellor_id: int) -> tuple[QueueEntry, ...]:
        """Those that colleagues have."""
        async with self._core.read() as session:
            return await deskviews.open_elsewhere(session, counsellor_id)

    async def view(self, counsellor_id: int, conversation_id: str) -> DeskConversation:
        """Everything of one conversation; audited, and read from now on if it is one's own."""
        async with self._core.write() as session:
            session.add(audit_line(self._core, counsellor_id, "view", conversation_id))
            conversation = await locked(session, conversation_id)  # first, as everybody does
            row = await open_row(session, conversation_id)
            if row is not None and row.counsellor_id == counsellor_id:
                row.read_seq = conversation.last_seq
        return await self.messages(counsellor_id, conversation_id, 0)

    async def messages(
        self, counsellor_id: int, conversation_id: str, after: int
    ) -> DeskConversation:
        """Like ``view``, with the messages after ``after`` only; not audited (live updates)."""
        settings = await self._settings.get()
        async with self._core.read() as session:
            return await deskviews.conversation(
                self._core, session, settings, conversation_id, counsellor_id, after
            )

    async def read(self, counsellor_id: int, conversation_id: str, seq: int) -> None:
        """The counsellor has seen the messages up to ``seq``."""
        async with self._core.write() as session:
            row = await open_row(session, conversation_id)
            if row is not None and row.counsellor_id == counsellor_id:
                row.read_seq = max(row.read_seq, seq)
