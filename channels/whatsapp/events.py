"""WhatsApp's webhooks, taken apart: every entry, every change, every message.

Whatever has an id and a writer is taken in, understood or not; nothing here can fail on what
it reads.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from channels.graph.notifications import Echo, Notifications, StatusReport
from channels.graph.reading import identifier, moment, rows, table, whole_number, words
from channels.whatsapp.content import Content, about, content_of
from channels.whatsapp.people import Person, person_of
from service.inbox import InboundMessage
from service.types import Json

CHANNEL = "whatsapp"
_STATUSES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",  # a voice message; we send none, but the order holds
    "failed": "failed",
}
# Told about a person or a group, not written by one.
_NOT_WRITTEN = frozenset({"system"})


def read(body: object, now: datetime, numbers: Collection[str]) -> Notifications:
    """One notification. Numbers that are not ours are left alone."""
    told = Notifications()
    if table(body).get("object") != "whatsapp_business_account":
        told.ignored.append("object")
        return told
    for entry in rows(table(body).get("entry")):
        for change in rows(table(entry).get("changes")):
            _change(table(change), told, now, numbers)
    return told


def _change(change: Json, told: Notifications, now: datetime, numbers: Collection[str]) -> None:
    value = table(change.get("value"))
    number = identifier(table(value.get("metadata")).get("phone_number_id"))
    field = words(change.get("field")) or "?"
    if number not in numbers:
        told.ignored.append(f"{field} of another number" if number else field)
        return
    contacts = [table(contact) for contact in rows(value.get("contacts"))]
    for item in rows(value.get("messages")):
        message = _message(table(item), number, contacts, now)
        if message is None:
            told.ignored.append(f"message:{words(table(item).get('type'))[:20]}")
        else:
            told.messages.append(message)
    for item in rows(value.get("statuses")):
        _status(table(item), told)
    for item in rows(value.get("message_echoes")):
        _echo(table(item), told, number, contacts, now)
    for item in rows(value.get("calls")):
        _call(table(item), told, number, contacts, now)
    for item in rows(value.get("errors")):
        told.ignored.append(f"error:{whole_number(table(item).get('code'))}")
    known = {"messages", "statuses", "message_echoes", "calls", "errors"}
    if not known & value.keys():
        told.ignored.append(field)


def _message(item: Json, number: str, contacts: list[Json], now: datetime) -> InboundMessage | None:
    """One message; None when nobody wrote it or it cannot be told apart from others."""
    message_id = identifier(item.get("id"))
    person = person_of(item, contacts)
    kind = words(item.get("type"))
    if not message_id or person is None or kind in _NOT_WRITTEN or item.get("group_id"):
        return None
    content = content_of(kind, item)
    return _inbound(
        number, person, message_id, moment(item.get("timestamp"), now), content, about(item)
    )


def _inbound(
    number: str, person: Person, message_id: str, at: datetime, content: Content, notes: Json
) -> InboundMessage:
    kind, text, choice = content
    return InboundMessage(
        channel=CHANNEL,
        account=number,
        person=person.key,
        address=person.address,
        platform_message_id=message_id,
        at=at,
        text=text or None,
        choice=choice,
        kind=kind,
        data=notes,
    )


def _status(item: Json, told: Notifications) -> None:
    message_id = identifier(item.get("id")) or None
    opaque = identifier(item.get("biz_opaque_callback_data")) or None
    status = _STATUSES.get(words(item.get("status")))
    if status is None or (message_id is None and opaque is None):
        told.ignored.append(f"status:{words(item.get('status'))[:20]}")
        return
    errors = rows(item.get("errors"))
    code = whole_number(table(errors[0]).get("code")) if errors else None
    told.statuses.append(
        StatusReport(status, message_id, opaque, code)  # type: ignore[arg-type]  # of _STATUSES
    )


def _echo(
    item: Json, told: Notifications, number: str, contacts: list[Json], now: datetime
) -> None:
    """Somebody answered in the WhatsApp Business app, on the same number."""
    written_to = {"from": item.get("to"), "from_user_id": item.get("to_user_id")}
    person = person_of(written_to, contacts)
    if person is not None:
        at = moment(item.get("timestamp"), now)
        message_id = identifier(item.get("id"))
        told.echoes.append(Echo(number, person.key, at, message_id, None, None))


def _call(
    item: Json, told: Notifications, number: str, contacts: list[Json], now: datetime
) -> None:
    """Nobody picks up: a person who calls us is told what we can do instead."""
    person = person_of(item, contacts)
    call_id = identifier(item.get("id"))
    started = words(item.get("event")) == "connect"
    if person is None or not call_id or not started:
        told.ignored.append("call")
        return
    at = moment(item.get("timestamp"), now)
    told.messages.append(_inbound(number, person, call_id, at, ("call", "", None), {}))
