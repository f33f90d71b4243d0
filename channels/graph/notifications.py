"""What a webhook tells, in our words, whichever platform it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from service.inbox import InboundMessage
from service.views import Delivery


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How a send of ours fares."""

    status: Delivery
    platform_message_id: str | None
    opaque: str | None
    error_code: int | None = None


@dataclass(frozen=True, slots=True)
class Watermark:
    """Everything that we sent this person before ``until`` was delivered, or read."""

    account: str
    person: str
    status: Delivery
    until: datetime


@dataclass(frozen=True, slots=True)
class Echo:
    """A message to the person from the business side: ours if ``opaque`` is, else a human's."""

    account: str
    person: str
    at: datetime
    platform_message_id: str
    opaque: str | None
    by_app: str | None  # the app that sent it; None where the platform does not say


@dataclass(frozen=True, slots=True)
class ThreadMoved:
    """Who speaks with this person changed: to us, or (``to_us`` false) to another app."""

    account: str
    person: str
    at: datetime
    to_us: bool


@dataclass(slots=True)
class Notifications:
    """One webhook, taken apart."""

    messages: list[InboundMessage] = field(default_factory=list)
    statuses: list[StatusReport] = field(default_factory=list)
    watermarks: list[Watermark] = field(default_factory=list)
    echoes: list[Echo] = field(default_factory=list)
    moves: list[ThreadMoved] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # names of what we have no use for
