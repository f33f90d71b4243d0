"""WhatsApp's notifications, in the shape of Meta's documentation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import count
from typing import Any

from channels.standin.account import Account
from channels.standin.server import Sent

Json = dict[str, Any]


@dataclass(slots=True)
class WhatsAppEvents:
    """Makes notifications for one account. A person is a scoped id like ``BE.13491208655302``."""

    account: Account
    clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
    with_number: bool = False  # whether the number is told too, as for people without a username
    _ids: count[int] = field(default_factory=count)
    number: str = ""  # to which of our numbers; the first one

    def written(self, person: str, kind: str, content: Any, **more: Any) -> Json:
        """A message of any type: ``written(p, "text", {"body": "Bonjour"})``."""
        number = "32470" + person[-6:] if self.with_number else None
        contact: Json = {"profile": {"name": "Somebody"}, "user_id": person}
        message: Json = {
            "from_user_id": person,
            "id": f"wamid.IN{next(self._ids):08d}",
            "timestamp": self._now(),
            "type": kind,
            kind: content,
        } | more
        if number is not None:
            contact["wa_id"] = message["from"] = number
        return self.value({"contacts": [contact], "messages": [message]})

    def text(self, person: str, body: str) -> Json:
        """Words."""
        return self.written(person, "text", {"body": body})

    def picked(self, person: str, choice: str, title: str) -> Json:
        """A tap on a button or a row."""
        reply = {"id": choice, "title": title}
        return self.written(person, "interactive", {"type": "list_reply", "list_reply": reply})

    def status(self, sent: Sent, status: str, code: int | None = None) -> Json:
        """How a send fares."""
        found: Json = {
            "id": sent.id,
            "status": status,
            "timestamp": self._now(),
            "recipient_user_id": sent.person,
            "biz_opaque_callback_data": sent.opaque,
        }
        if code is not None:
            found["errors"] = [
                {"code": code, "title": "deprecated", "error_data": {"details": "-"}}
            ]
        return self.value({"statuses": [found]})

    def answered_in_app(self, person: str) -> Json:
        """Somebody answered in the WhatsApp Business app."""
        echo = {
            "from": "32200000000",
            "to_user_id": person,
            "id": f"wamid.ECHO{next(self._ids)}",
            "timestamp": self._now(),
            "type": "text",
            "text": {"body": "Bonjour, ici Amina."},
        }
        return self.value({"message_echoes": [echo]}, name="smb_message_echoes")

    def value(self, value: Json, name: str = "messages") -> Json:
        """The envelope."""
        metadata = {
            "display_phone_number": "32200000000",
            "phone_number_id": self.number or self.account.ids[0],
        }
        whole = {"messaging_product": "whatsapp", "metadata": metadata} | value
        change = {"value": whole, "field": name}
        entry = {"id": self.account.business_account, "changes": [change]}
        return {"object": "whatsapp_business_account", "entry": [entry]}

    def _now(self) -> str:
        return str(int(self.clock().timestamp()))
