"""Messenger's notifications, in the shape of Meta's documentation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import count
from typing import Any

from channels.standin.account import Account
from channels.standin.server import Sent

Json = dict[str, Any]
PAGE_INBOX = 263902037430900  # the app id of Meta's own inbox


@dataclass(slots=True)
class MessengerEvents:
    """Makes notifications for one page. A person is a page-scoped id."""

    account: Account
    clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
    _ids: count[int] = field(default_factory=count)
    page: str = ""  # to which of our pages; the first one

    def event(self, person: str, content: Json, where: str = "messaging") -> Json:
        """Anything that a person does: ``event(p, {"message": {...}})``."""
        happened = {
            "sender": {"id": person},
            "recipient": {"id": self._page},
            "timestamp": self._now(),
        }
        return self.envelope({where: [happened | content]})

    def text(self, person: str, body: str) -> Json:
        """Words."""
        return self.message(person, text=body)

    def message(self, person: str, **content: Any) -> Json:
        """A message with any content."""
        return self.event(person, {"message": {"mid": self._mid(), **content}})

    def picked(self, person: str, choice: str, title: str) -> Json:
        """A tap on a quick reply."""
        return self.message(person, text=title, quick_reply={"payload": choice})

    def postback(self, person: str, payload: str, title: str) -> Json:
        """A tap on a button."""
        postback = {"mid": self._mid(), "payload": payload, "title": title}
        return self.event(person, {"postback": postback})

    def echo(self, sent: Sent) -> Json:
        """Our own message, told back."""
        message = {"mid": sent.id, "is_echo": True, "app_id": int(self.account.app_id)}
        message |= {"metadata": sent.opaque, "text": sent.request["message"]["text"]}
        return self._from_page(sent.person, message)

    def answered_in_inbox(self, person: str) -> Json:
        """Somebody answered in the Page Inbox."""
        return self._from_page(
            person,
            {
                "mid": self._mid(),
                "is_echo": True,
                "app_id": PAGE_INBOX,
                "text": "Bonjour, ici Amina.",
            },
        )

    def delivered(self, sent: Sent) -> Json:
        """It arrived."""
        return self.event(sent.person, {"delivery": {"mids": [sent.id], "watermark": self._now()}})

    def read(self, person: str) -> Json:
        """Everything until now was read."""
        return self.event(person, {"read": {"watermark": self._now()}})

    def envelope(self, content: Json) -> Json:
        """The envelope."""
        entry = {"id": self._page, "time": self._now()} | content
        return {"object": "page", "entry": [entry]}

    def _from_page(self, person: str, message: Json) -> Json:
        happened = {
            "sender": {"id": self._page},
            "recipient": {"id": person},
            "timestamp": self._now(),
            "message": message,
        }
        return self.envelope({"messaging": [happened]})

    @property
    def _page(self) -> str:
        return self.page or self.account.ids[0]

    def _mid(self) -> str:
        return f"m_IN{next(self._ids):08d}"

    def _now(self) -> int:
        return int(self.clock().timestamp() * 1000)
