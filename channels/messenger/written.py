"""What a person did on Messenger: a message, a tap, a correction, a reaction, coming by a link."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from channels.graph.notifications import Notifications
from channels.graph.picked import Picked, picked
from channels.graph.reading import identifier, rows, table, words
from channels.messenger.event import Event
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


def take_written(event: Event, told: Notifications) -> None:
    """What a person did: a message, a tap, a reaction."""
    for name, take in _WRITTEN.items():
        if name in event.item:
            kind, text, choice, key = take(event, table(event.item.get(name)))
            told.messages.append(_inbound(event, kind, text, choice, key))
            return
    told.ignored.append(f"event:{','.join(sorted(map(str, event.item)))[:60]}")


def _inbound(event: Event, kind: str, text: str, choice: str | None, key: str) -> InboundMessage:
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


def _message(event: Event, message: Json) -> _Taken:
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


def _postback(event: Event, postback: Json) -> _Taken:
    key = identifier(postback.get("mid")) or _made_up_key(event, postback)
    payload, title = words(postback.get("payload")), words(postback.get("title"))
    if payload == GET_STARTED:
        hello = _hello(title + words(table(postback.get("referral")).get("ref")))
        return "text", hello, None, key
    return (*picked(payload, title), key)


def _edit(event: Event, edit: Json) -> _Taken:
    """What was corrected is answered as if it were written now."""
    text = words(edit.get("text"))
    key = f"{identifier(edit.get('mid'))}:edit:{identifier(edit.get('num_edit'))}"
    return ("text" if text.strip() else "edit"), text, None, key


def _reaction(event: Event, reaction: Json) -> _Taken:
    return "reaction", "", None, _made_up_key(event, reaction)


def _referral(event: Event, referral: Json) -> _Taken:
    """Somebody came by a link of ours and has written nothing yet: we say hello."""
    return "text", _hello(words(referral.get("ref"))), None, _made_up_key(event, referral)


def _hello(hint: str) -> str:
    """A greeting, in the language that a link or a button lets guess."""
    dutch = any(word in hint.casefold() for word in (*_DUTCH, "aan de slag", "beginnen"))
    return say("platform.hello", "nl" if dutch else "fr")


_WRITTEN: dict[str, Callable[[Event, Json], _Taken]] = {
    "message": _message,
    "postback": _postback,
    "message_edit": _edit,
    "reaction": _reaction,
    "referral": _referral,
}


def _made_up_key(event: Event, content: Json) -> str:
    """For events without an id: the same event gives the same key."""
    parts = [event.sender, identifier(event.item.get("timestamp")), repr(sorted(content.items()))]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace"))
    return f"made:{digest.hexdigest()}"
