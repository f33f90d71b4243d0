"""Messenger's webhooks, taken apart: every entry, every event, also those of other apps.

Nothing here can fail on what it reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.graph.notifications import Echo, Notifications, StatusReport, ThreadMoved, Watermark
from channels.graph.picked import Picked, picked
from channels.graph.reading import identifier, moment, rows, table, whole_number, words
from service.inbox import InboundMessage
from service.wording import say

Json = dict[str, Any]
CHANNEL = "messenger"
GET_STARTED = "start"  # the payload of the button under the page's greeting
_KINDS = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "reel": "video",
    "ig_reel": "video",
    "file": "document",
    "location": "location",
    "contact": "contacts",
}
_DUTCH = ("nl", "dutch", "neder")


@dataclass(frozen=True, slots=True)
class _Event:
    """One event with what surrounds it."""

    page: str
    item: Json
    now: datetime
    standby: bool

    @property
    def at(self) -> datetime:
        """When it happened (milliseconds on the wire)."""
        return moment(self.item.get("timestamp"), self.now, per_second=1000)

    @property
    def sender(self) -> str:
        """The page-scoped id of the writer."""
        return identifier(table(self.item.get("sender")).get("id"))

    @property
    def recipient(self) -> str:
        """Whom it went to."""
        return identifier(table(self.item.get("recipient")).get("id"))


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
            _event(_Event(page, table(item), now, standby=False), told, own_app)
        for item in rows(entry.get("standby")):
            _event(_Event(page, table(item), now, standby=True), told, own_app)
        told.ignored += ["changes"] * bool(rows(entry.get("changes")))
    return told


def _event(event: _Event, told: Notifications, own_app: str) -> None:
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
        _written(event, told)


def _written(event: _Event, told: Notifications) -> None:
    """What a person did: a message, a tap, a reaction."""
    for name, take in _WRITTEN.items():
        if name in event.item:
            kind, text, choice, key = take(event, table(event.item.get(name)))
            told.messages.append(_inbound(event, kind, text, choice, key))
            return
    told.ignored.append(f"event:{','.join(sorted(map(str, event.item)))[:60]}")


def _inbound(event: _Event, kind: str, text: str, choice: str | None, key: str) -> InboundMessage:
    return InboundMessage(
        channel=CHANNEL,
        account=event.page,
        person=event.sender,
        address=event.sender,
        platform_message_id=key,
        at=event.at,
        text=text or None,
        choice=choice,
        kind=kind,
        data={"referral": True} if "referral" in event.item else {},
    )


_Taken = tuple[str, str, str | None, str]  # kind, text, choice, what makes it unique


def _message(event: _Event, message: Json) -> _Taken:
    key = identifier(message.get("mid")) or _made_up_key(event, message)
    return (*_content(message), key)


def _content(message: Json) -> Picked:
    text = words(message.get("text"))
    reply = table(message.get("quick_reply"))
    if reply:
        return picked(words(reply.get("payload")), text)
    if message.get("is_deleted"):
        return "deletion", "", None
    if text.strip():
        return "text", text, None
    for found in rows(message.get("attachments")):
        attachment = table(found)
        if table(attachment.get("payload")).get("sticker_id"):
            return "sticker", "", None
        kind = words(attachment.get("type"))
        return _KINDS.get(kind, "unsupported"), "", None
    return ("sticker" if message.get("sticker_id") else "unsupported"), "", None


def _postback(event: _Event, postback: Json) -> _Taken:
    key = identifier(postback.get("mid")) or _made_up_key(event, postback)
    payload, title = words(postback.get("payload")), words(postback.get("title"))
    if payload == GET_STARTED:
        hello = _hello(title + words(table(postback.get("referral")).get("ref")))
        return "text", hello, None, key
    return (*picked(payload, title), key)


def _edit(event: _Event, edit: Json) -> _Taken:
    """What was corrected is answered as if it were written now."""
    text = words(edit.get("text"))
    key = f"{identifier(edit.get('mid'))}:edit:{identifier(edit.get('num_edit'))}"
    return ("text" if text.strip() else "edit"), text, None, key


def _reaction(event: _Event, reaction: Json) -> _Taken:
    return "reaction", "", None, _made_up_key(event, reaction)


def _referral(event: _Event, referral: Json) -> _Taken:
    """Somebody came by a link of ours and has written nothing yet: we say hello."""
    return "text", _hello(words(referral.get("ref"))), None, _made_up_key(event, referral)


def _hello(hint: str) -> str:
    """A greeting, in the language that a link or a button lets guess."""
    dutch = any(word in hint.casefold() for word in (*_DUTCH, "aan de slag", "beginnen"))
    return say("platform.hello", "nl" if dutch else "fr")


_WRITTEN: dict[str, Callable[[_Event, Json], _Taken]] = {
    "message": _message,
    "postback": _postback,
    "message_edit": _edit,
    "reaction": _reaction,
    "referral": _referral,
}


def _made_up_key(event: _Event, content: Json) -> str:
    """For events without an id: the same event gives the same key."""
    parts = [event.sender, identifier(event.item.get("timestamp")), repr(sorted(content.items()))]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace"))
    return f"made:{digest.hexdigest()}"


def _echo(event: _Event, told: Notifications) -> None:
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


def _delivery(event: _Event, told: Notifications, _: str) -> None:
    delivery = table(event.item.get("delivery"))
    for mid in map(identifier, rows(delivery.get("mids"))):
        if mid:
            told.statuses.append(StatusReport("delivered", mid, None))
    _watermark(event, told, delivery, read=False)


def _read(event: _Event, told: Notifications, _: str) -> None:
    _watermark(event, told, table(event.item.get("read")), read=True)


def _watermark(event: _Event, told: Notifications, inner: Json, *, read: bool) -> None:
    if whole_number(inner.get("watermark")) is None or not event.sender:
        return
    until = moment(inner.get("watermark"), event.now, per_second=1000)
    status = "read" if read else "delivered"
    told.watermarks.append(Watermark(event.page, event.sender, status, until))  # type: ignore[arg-type]


def _passed(event: _Event, told: Notifications, own_app: str) -> None:
    """Conversation routing: the thread went to an app, or was taken from us."""
    inner = table(event.item.get("pass_thread_control") or event.item.get("take_thread_control"))
    new_owner = identifier(inner.get("new_owner_app_id"))
    if event.sender:
        to_us = new_owner == own_app
        told.moves.append(ThreadMoved(event.page, event.sender, event.at, to_us))


def _nothing(event: _Event, told: Notifications, _: str) -> None:
    names = sorted(set(map(str, event.item)) & set(_REPORTS))
    told.ignored.append(f"event:{names[0][:40]}")


_REPORTS: dict[str, Callable[[_Event, Notifications, str], None]] = {
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
