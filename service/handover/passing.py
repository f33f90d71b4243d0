"""Who has a conversation: take it, pass it on, give it back, close it."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from service.account_fields import LONGEST_TEAM
from service.audit import audit_line
from service.errors import AlreadyClaimed, BadRequest, CapReached, NotFound
from service.facts import better, conversation_fact
from service.handover.held import Hands
from service.messages import locked
from service.queue import close_handover, open_row
from store.models import ConversationRow, CounsellorRow, HandoverRow

CLOSE_OUTCOMES = ("helped", "referred", "appointment", "no_answer", "other")


class Passing(Hands):
    """From hand to hand; the visitor is told once."""

    async def claim(self, counsellor_id: int, conversation_id: str) -> None:
        """One conditional UPDATE. Claiming again what is one's own changes nothing.

        Raises AlreadyClaimed(by), CapReached, NotFound.
        """
        async with self._core.write() as session:
            conversation = await locked(session, conversation_id)
            if await self._is_mine(session, conversation_id, counsellor_id):
                return
            counsellor = await session.get(CounsellorRow, counsellor_id, with_for_update=True)
            if counsellor is None:
                raise NotFound("no such counsellor")
            await self._check_cap(session, counsellor)
            won = await session.execute(
                update(HandoverRow)
                .where(
                    HandoverRow.conversation_id == conversation_id,
                    HandoverRow.closed_at.is_(None),
                    HandoverRow.counsellor_id.is_(None),
                )
                .values(counsellor_id=counsellor_id, claimed_at=self._core.now())
                .execution_options(synchronize_session=False)
            )
            if won.rowcount != 1:  # type: ignore[attr-defined]  # a CursorResult
                raise NotFound("the conversation does not wait")
            conversation.owner = "counsellor"
            conversation.version += 1
            await self._met_human(session, conversation)
            self._system(session, conversation, "queue.claimed", counsellor=counsellor.name)
            session.add(audit_line(self._core, counsellor_id, "claim", conversation_id))
            seq = conversation.last_seq
        await self._tell(conversation_id, seq, owner="counsellor")

    async def transfer(
        self,
        counsellor_id: int,
        conversation_id: str,
        *,
        to_counsellor: int | None = None,
        to_team: str | None = None,
    ) -> None:
        """Back to the queue for a colleague or a team; the visitor is told once.

        Raises BadRequest unless exactly one of both is given, and makes sense.
        """
        if (to_counsellor is None) == (to_team is None):
            raise BadRequest("exactly one of colleague and team")
        if to_team is not None and len(to_team) > LONGEST_TEAM:
            raise BadRequest("team")
        async with self._mine(counsellor_id, conversation_id) as held:
            if to_counsellor is not None:
                colleague = await held.session.get(CounsellorRow, to_counsellor)
                if colleague is None or not colleague.active:
                    raise BadRequest("colleague")
            row = held.handover
            row.counsellor_id = row.claimed_at = row.offered_at = None
            row.for_counsellor_id, row.team = to_counsellor, to_team
            held.conversation.owner = "waiting"
            held.conversation.version += 1
            self._system(held.session, held.conversation, "queue.transferred")
            self._audit(held, "transfer")
            seq = held.conversation.last_seq
        await self._tell(conversation_id, seq, owner="waiting")

    async def give_back(self, counsellor_id: int, conversation_id: str) -> None:
        """The bot goes on; the visitor is told once."""
        await self._end(counsellor_id, conversation_id, "given_back", "queue.given_back")

    async def close(self, counsellor_id: int, conversation_id: str, outcome: str) -> None:
        """Ended, with one of CLOSE_OUTCOMES; the bot serves what comes next."""
        if outcome not in CLOSE_OUTCOMES:
            raise BadRequest("outcome")
        await self._end(counsellor_id, conversation_id, outcome, "queue.closed")

    async def _end(self, counsellor_id: int, conversation_id: str, outcome: str, key: str) -> None:
        async with self._mine(counsellor_id, conversation_id) as held:
            await close_handover(held.session, held.conversation, self._core.now(), outcome)
            self._system(held.session, held.conversation, key)
            self._audit(held, outcome if outcome == "given_back" else f"close_{outcome}")
            seq = held.conversation.last_seq
        await self._tell(conversation_id, seq, owner="bot")

    async def _check_cap(self, session: AsyncSession, counsellor: CounsellorRow) -> None:
        open_now = await session.scalar(
            select(func.count())
            .select_from(HandoverRow)
            .where(HandoverRow.counsellor_id == counsellor.id, HandoverRow.closed_at.is_(None))
        )
        if (open_now or 0) >= counsellor.cap:
            raise CapReached(f"{counsellor.cap} open conversations")

    async def _is_mine(
        self, session: AsyncSession, conversation_id: str, counsellor_id: int
    ) -> bool:
        """Raises AlreadyClaimed when it is somebody else's, NotFound when it does not wait."""
        row = await open_row(session, conversation_id)
        if row is None:
            raise NotFound("the conversation does not wait")
        if row.counsellor_id is None:
            return False
        if row.counsellor_id == counsellor_id:
            return True
        winner = await session.get(CounsellorRow, row.counsellor_id)
        raise AlreadyClaimed(winner.name if winner else "?")

    async def _met_human(self, session: AsyncSession, conversation: ConversationRow) -> None:
        fact = await conversation_fact(session, conversation, self._core.now())
        row = await open_row(session, conversation.id)
        if row is not None and fact.seconds_to_human is None:
            waited = (self._core.now() - row.created_at).total_seconds()
            fact.seconds_to_human = max(0, int(waited))
        fact.handed_over = fact.met_human = True
        better(fact, "human")
