"""Messenger's webhooks, taken apart: every entry, every event, also those of other apps.

Nothing here can fail on what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from channels.graph.notifications import Echo, Notifications, StatusReport, ThreadMoved, Watermark
from channels.graph.reading import identifier, moment, rows, table, whole_number
from channels.messenger.event import Event
from channels.messenger.written import take_written

Json = dict[str, Any]


def read(body: object, now: datetime, pages: Collection[str], own_app: str) -> Notifications:
    """One notification. Pages that are not ours are left alone."""
    told = Notifications()
    if table(body).get("object") != "page":
        told.ignored.append("object")
        return told
    for found in rows(table(body).get("entry")):
        entry = table(found)
        page = identifier(entry.get("id"))
        if page not in pages:
            told.ignored.append("another page")
            continue
        for item in rows(entry.get("messaging")):
            _event(Event(page, table(item), now, standby=False), told, own_app)
        for item in rows(entry.get("standby")):
            _event(Event(page, table(item), now, standby=True), told, own_app)
        told.ignored += ["changes"] * bool(rows(entry.get("changes")))
    return told


def _event(event: Event, told: Notifications, own_app: str) -> None:
    item = event.item
    if table(item.get("message")).get("is_echo"):
        _echo(event, told)
        return
    for name, take in _REPORTS.items():
        if name in item:
            take(event, told, own_app)
            return
    if not event.sender or event.sender == event.page:
        told.ignored.append("nobody")
    elif event.standby:
        # Another app has the thread, and the person writes to it: the bot stays silent.
        told.moves.append(ThreadMoved(event.page, event.sender, event.at, to_us=False))
    else:
        take_written(event, told)


def _echo(event: Event, told: Notifications) -> None:
    message = table(event.item.get("message"))
    if not event.recipient:
        told.ignored.append("echo")
        return
    told.echoes.append(
        Echo(
            event.page,
            event.recipient,
            event.at,
            identifier(message.get("mid")),
            identifier(message.get("metadata")) or None,
            identifier(message.get("app_id")) or None,
        )
    )


def _delivery(event: Event, told: Notifications, _: str) -> None:
    delivery = table(event.item.get("delivery"))
    for mid in map(identifier, rows(delivery.get("mids"))):
        if mid:
            told.statuses.append(StatusReport("delivered", mid, None))
    _watermark(event, told, delivery, read=False)


def _read(event: Event, told: Notifications, _: str) -> None:
    _watermark(event, told, table(event.item.get("read")), read=True)


def _watermark(event: Event, told: Notifications, inner: Json, *, read: bool) -> None:
    if whole_number(inner.get("watermark")) is None or not event.sender:
        return
    until = moment(inner.get("watermark"), event.now, per_second=1000)
    status = "read" if read else "delivered"
    told.watermarks.append(Watermark(event.page, event.sender, status, until))  # type: ignore[arg-type]


def _passed(event: Event, told: Notifications, own_app: str) -> None:
    """Conversation routing: the thread went to an app, or was taken from us."""
    inner = table(event.item.get("pass_thread_control") or event.item.get("take_thread_control"))
    new_owner = identifier(inner.get("new_owner_app_id"))
    if event.sender:
        to_us = new_owner == own_app
        told.moves.append(ThreadMoved(event.page, event.sender, event.at, to_us))


def _nothing(event: Event, told: Notifications, _: str) -> None:
    names = sorted(set(map(str, event.item)) & set(_REPORTS))
    told.ignored.append(f"event:{names[0][:40]}")


_REPORTS: dict[str, Callable[[Event, Notifications, str], None]] = {
    "delivery": _delivery,
    "read": _read,
    "pass_thread_control": _passed,
    "take_thread_control": _passed,
    "request_thread_control": _nothing,
    "app_roles": _nothing,
    "policy_enforcement": _nothing,
    "optin": _nothing,
    "account_linking": _nothing,
    "messaging_feedback": _nothing,
}
