"""The outbox: what must go out to a platform, written with the turn and sent after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from service.types import Json, Language
from service.views import Delivery, MessageView


@dataclass(frozen=True, slots=True)
class Part:
    """One send to a platform. ``opaque`` must travel with it and come back in its status."""

    id: int
    opaque: str
    channel: str
    account: str
    address: str
    payload: Json  # what ``Sender.render`` made
    by_person: bool  # typed by a counsellor (Messenger's human-agent tag)
    last_visitor_at: datetime | None  # when the person last wrote: the window
    tries: int


class SendLater(Exception):
    """Not sent; try again. ``after`` seconds if the platform said so, else own back-off."""

    def __init__(self, code: str, after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.after = after


class SendRefused(Exception):
    """Not sent and never will be: the desk sees the message as failed. ``code`` is ours:
    "window_closed", "undeliverable", "bad_request"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SendUnknown(Exception):
    """Perhaps sent (time-out after the request left): the row waits for its status."""


class ChannelDown(Exception):
    """The whole channel is refused (token, permission, spam limit): an alarm on the desk;
    the rows wait. ``after`` is when to try again, in seconds."""

    def __init__(self, code: str, after: float = 300.0) -> None:
        super().__init__(code)
        self.code = code
        self.after = after


class Sender(Protocol):
    """A platform, seen from the outbox. Given by the channel."""

    channel: str

    def render(
        self, messages: Sequence[MessageView], language: Language, kind: str
    ) -> Sequence[Json]:
        """The parts to send, in order: bubbles merged, long text split. Pure.

        ``kind``: "messages", or "template" (an answer is waiting; ``messages`` is empty), or
        "confirmation" (the last word after "forget me").
        """
        ...

    async def send(self, part: Part) -> str | None:
        """Send one part; the platform's message id. Raises the four exceptions above."""
        ...


class Outbox:
    """Rows pending → sending → sent → delivered → read, or failed; never backwards."""

    def register(self, sender: Sender) -> None:
        """From now on this sender serves its channel."""
        raise NotImplementedError

    async def report(
        self,
        channel: str,
        status: Delivery,
        *,
        opaque: str | None = None,
        platform_message_id: str | None = None,
        error: str | None = None,
    ) -> bool:
        """The platform says how a send fares. False if unknown. Never moves backwards;
        "failed" with a code that may be retried is the sender's to translate."""
        raise NotImplementedError

    async def run(self) -> None:
        """Send what is due, until cancelled. One task per process."""
        raise NotImplementedError
