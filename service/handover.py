"""The desk's side of conversations: queue, claim, reply, give back."""

from __future__ import annotations

from dataclasses import dataclass

from service.types import Language
from service.views import DeskConversation, MessageView, QueueEntry


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Empty means everything."""

    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    team: str | None = None


class Handover:
    """Every method takes the id of the acting counsellor and leaves a line in the audit trail.

    Raises NotFound when the conversation is gone (forgotten), NotYours when acting on one that
    somebody else has.
    """

    async def queue(
        self, filters: QueueFilter = QueueFilter()
    ) -> tuple[QueueEntry, ...]:
        """Who waits: urgent first, then oldest."""
        raise NotImplementedError

    async def mine(self, counsellor_id: int) -> tuple[QueueEntry, ...]:
        """The open conversations of a counsellor."""
        raise NotImplementedError

    async def open_elsewhere(self, counsellor_id: int) -> tuple[QueueEntry, ...]:
        """Those that colleagues have."""
        raise NotImplementedError

    async def claim(self, counsellor_id: int, conversation_id: str) -> None:
        """One conditional UPDATE. Raises AlreadyClaimed(by), CapReached, NotFound."""
        raise NotImplementedError

    async def view(self, counsellor_id: int, conversation_id: str) -> DeskConversation:
        """Everything of one conversation; audited."""
        raise NotImplementedError

    async def messages(
        self, counsellor_id: int, conversation_id: str, after: int
    ) -> DeskConversation:
        """Like ``view``, with the messages after ``after`` only; not audited (live updates)."""
        raise NotImplementedError

    async def reply(
        self,
        counsellor_id: int,
        conversation_id: str,
        text: str,
        *,
        article: str | None = None,
        client_id: str | None = None,
    ) -> MessageView:
        """Write to the visitor. ``client_id`` makes a repeated send harmless. Raises NotYours,
        WindowClosed, BadRequest."""
        raise NotImplementedError

    def warn(self, text: str) -> tuple[str, ...]:
        """Kinds of personal data in a counsellor's draft ("phone", "email", ...): to warn of."""
        raise NotImplementedError

    async def send_template(self, counsellor_id: int, conversation_id: str) -> None:
        """WhatsApp after 24 hours: "an answer is waiting" in the visitor's language."""
        raise NotImplementedError

    async def typing(self, counsellor_id: int, conversation_id: str) -> None:
        """The visitor sees that somebody types."""
        raise NotImplementedError

    async def note(self, counsellor_id: int, conversation_id: str, text: str) -> None:
        """A private note; redacted like everything."""
        raise NotImplementedError

    async def tag(
        self, counsellor_id: int, conversation_id: str, tags: tuple[str, ...]
    ) -> None:
        """Replace the tags."""
        raise NotImplementedError

    async def all_tags(self) -> tuple[str, ...]:
        """Tags in use."""
        raise NotImplementedError

    async def transfer(
        self,
        counsellor_id: int,
        conversation_id: str,
        *,
        to_counsellor: int | None = None,
        to_team: str | None = None,
    ) -> None:
        """Back to the queue for a colleague or a team; the visitor is told once."""
        raise NotImplementedError

    async def give_back(self, counsellor_id: int, conversation_id: str) -> None:
        """The bot goes on; the visitor is told once."""
        raise NotImplementedError

    async def close(
        self, counsellor_id: int, conversation_id: str, outcome: str
    ) -> None:
        """Ended, with an outcome of ``CLOSE_OUTCOMES``; the bot serves what comes next."""
        raise NotImplementedError

    async def judge(
        self, counsellor_id: int, conversation_id: str, seq: int, right: bool
    ) -> None:
        """Mark the understanding of the visitor's message ``seq`` right or wrong."""
        raise NotImplementedError

    async def set_language(
        self, counsellor_id: int, conversation_id: str, language: Language
    ) -> None:
        """Correct the conversation's language."""
        raise NotImplementedError


CLOSE_OUTCOMES = ("helped", "referred", "appointment", "no_answer", "other")
