"""A conversation in the hands of a counsellor, for one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from service.audit import audit_line
from service.core import Core
from service.errors import NotYours
from service.events import Event
from service.messages import append, locked
from service.queue import open_row
from service.settings import Settings
from service.types import Reply
from service.wording import say
from store.models import ConversationRow, CounsellorRow, HandoverRow


@dataclass(slots=True)
class Held:
    """A conversation of the acting counsellor, held for a transaction."""

    session: AsyncSession
    conversation: ConversationRow
    handover: HandoverRow
    counsellor: CounsellorRow


class Hands:
    """What every deed on a conversation needs."""

    def __init__(self, core: Core, settings: Settings) -> None:
        self._core = core
        self._settings = settings

    @asynccontextmanager
    async def _mine(self, counsellor_id: int, conversation_id: str) -> AsyncIterator[Held]:
        async with self._core.write() as session:
            conversation = await locked(session, conversation_id)
            handover = await open_row(session, conversation_id)
            if handover is None or handover.counsellor_id != counsellor_id:
                raise NotYours("not with this counsellor")
            counsellor = await session.get(CounsellorRow, counsellor_id)
            assert counsellor is not None
            yield Held(session, conversation, handover, counsellor)

    def _system(
        self, session: AsyncSession, conversation: ConversationRow, key: str, **values: object
    ) -> None:
        language = conversation.language or "fr"
        words = Reply(say(key, language, **values), language, kind="notice", author="system")
        append(self._core, session, conversation, (words,))

    def _audit(self, held: Held, action: str) -> None:
        held.session.add(audit_line(self._core, held.counsellor.id, action, held.conversation.id))

    async def _tell(self, conversation_id: str, seq: int, *, owner: str) -> None:
        await self._core.bus.publish(Event("message", conversation_id, seq))
        await self._core.bus.publish(Event("state", conversation_id, data={"owner": owner}))
        await self._core.bus.publish(Event("queue", conversation_id))
