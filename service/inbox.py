"""The inbox: every accepted message of a platform, once, until its turn is committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from service.types import Json


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a platform, in our words. The text is not redacted yet.

    ``person`` identifies the writer at the platform (business-scoped id, or else the number):
    only its keyed hash is kept. ``address`` is what a sender needs to write back: encrypted,
    deleted with the conversation.
    """

    channel: str  # "whatsapp" | "messenger"
    account: str  # our number id or page id
    person: str
    address: str
    platform_message_id: str
    at: datetime
    text: str | None = None
    choice: str | None = None  # the id of a choice that we issued
    kind: str = "text"  # text|choice|reaction|image|audio|video|document|location|contacts|unsupported|...
    language_hint: str | None = None
    data: Json = field(
        default_factory=dict
    )  # nothing personal; e.g. {"referral": true}


class Inbox:
    """Take in, exactly once."""

    async def accept(self, message: InboundMessage) -> bool:
        """Redact, insert, commit. True if new; False for a redelivery (nothing happens).

        The turn is taken afterwards by the worker. Kinds that are no text get a useful answer
        in the visitor's language; reactions and deletions are accepted and change nothing.
        """
        raise NotImplementedError

    async def accept_all(self, messages: list[InboundMessage]) -> int:
        """``accept`` for a whole webhook in one commit; how many were new."""
        raise NotImplementedError
