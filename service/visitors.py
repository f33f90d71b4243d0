"""The visitor's side of a conversation on the web, and what every channel shares."""

from __future__ import annotations

from service.types import Language
from service.views import ConversationState, Hours, MessageView, Started, TurnOutcome


class Visitors:
    """Start, speak, read, forget."""

    async def start(self, language: Language | None, channel: str = "web") -> Started:
        """Begin a web conversation: it says that this is an automated assistant."""
        raise NotImplementedError

    async def authenticate(self, conversation_id: str, token: str) -> None:
        """Raises NotFound for an unknown conversation and for a wrong token alike."""
        raise NotImplementedError

    async def say(
        self,
        conversation_id: str,
        *,
        text: str | None = None,
        choice: str | None = None,
        idempotency_key: str | None = None,
    ) -> TurnOutcome:
        """Take one message (exactly one of ``text`` and ``choice``) and wait for its turn.

        Raises BadRequest (empty), TextTooLong, NotFound, ChoiceGone, IdempotencyMismatch,
        StillWorking (accepted; the answer comes by events), Busy.
        """
        raise NotImplementedError

    async def state(self, conversation_id: str) -> ConversationState:
        """Owner, language, queue position. Raises NotFound."""
        raise NotImplementedError

    async def messages(
        self, conversation_id: str, after: int = 0, limit: int = 100
    ) -> tuple[MessageView, ...]:
        """Messages with ``seq`` greater than ``after``, oldest first, all authors."""
        raise NotImplementedError

    async def typing(self, conversation_id: str) -> None:
        """The visitor types: the desk sees it."""
        raise NotImplementedError

    async def feedback(self, conversation_id: str, seq: int, helpful: bool) -> None:
        """Was the answer ``seq`` helpful? Counted, and a gap when it was not. Raises NotFound."""
        raise NotImplementedError

    async def forget(self, conversation_id: str) -> None:
        """Delete everything of this conversation, at once. Raises NotFound."""
        raise NotImplementedError

    async def hours(self) -> Hours:
        """Live-chat hours and whether somebody is there."""
        raise NotImplementedError
