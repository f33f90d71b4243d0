"""Messenger's notifications, in the shapes of Meta's documentation, taken apart."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from channels.graph.notifications import Notifications
from channels.messenger.events import read

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
PAGE, PSID, APP = "106540352242922", "4912086553027419", "8001"
INBOX = 263902037430900
Json = dict[str, Any]


def event(content: Json, where: str = "messaging") -> Json:
    """The envelope."""
    happened = {"sender": {"id": PSID}, "recipient": {"id": PAGE}, "timestamp": 1763888340000}
    return {"object": "page", "entry": [{"id": PAGE, "time": 1, where: [happened | content]}]}


def from_page(message: Json, where: str = "messaging") -> Json:
    """Something that the page sent."""
    sides = {"sender": {"id": PAGE}, "recipient": {"id": PSID}}
    return event(sides | {"message": message}, where)


def attached(kind: str, **payload: object) -> Json:
    """A message with an attachment."""
    return {"message": {"mid": "m_1", "attachments": [{"type": kind, "payload": payload}]}}


def take(body: object) -> Notifications:
    """Take a notification apart."""
    return read(body, NOW, {PAGE}, APP)


KINDS: list[tuple[str, Json, str, str | None]] = [
    ("text", {"message": {"mid": "m_1", "text": "Bonjour"}}, "text", "Bonjour"),
    ("quick reply", {"message": {"mid": "m_1", "text": "Oui",
        "quick_reply": {"payload": "abcdefgh12345678"}}}, "choice", "Oui"),
    ("a near subject", {"message": {"mid": "m_1", "text": "Les bourses d…",
        "quick_reply": {"payload": "say:Les bourses d'études"}}}, "text", "Les bourses d'études"),
    ("postback", {"postback": {"mid": "m_1", "title": "Oui", "payload": "abcdefgh12345678"}},
        "choice", "Oui"),
    ("get started", {"postback": {"mid": "m_1", "title": "Démarrer", "payload": "start"}},
        "text", "Bonjour"),
    ("aan de slag", {"postback": {"mid": "m_1", "title": "Aan de slag", "payload": "start"}},
        "text", "Goeiedag"),
    ("link", {"referral": {"ref": "affiche-nl", "source": "SHORTLINK", "type": "OPEN_THREAD"}},
        "text", "Goeiedag"),
    ("edit", {"message_edit": {"mid": "m_0", "text": "Corrigé", "num_edit": 1}},
        "text", "Corrigé"),
    ("reaction", {"reaction": {"mid": "m_0", "action": "react", "emoji": "❤"}}, "reaction", None),
    ("deletion", {"message": {"mid": "m_1", "is_deleted": True}}, "deletion", None),
    ("image", attached("image", url="https://x/y"), "image", None),
    ("voice", attached("audio", url="https://x/y"), "audio", None),
    ("video", attached("video", url="https://x/y"), "video", None),
    ("reel", attached("reel", url="https://x/y"), "video", None),
    ("document", attached("file", url="https://x/y"), "document", None),
    ("location", attached("location", coordinates={"lat": 50.8, "long": 4.3}), "location", None),
    ("thumb", attached("image", url="https://x/y", sticker_id=369239263222822), "sticker", None),
    ("template", attached("template", product={}), "unsupported", None),
    ("shared link", {"message": {"mid": "m_1", "text": "https://a.be",
        "attachments": [{"type": "fallback", "payload": {}}]}}, "text", "https://a.be"),
    ("empty", {"message": {"mid": "m_1"}}, "unsupported", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind", "text"), [k[1:] for k in KINDS], ids=[k[0] for k in KINDS]
)
def test_every_kind(content: Json, kind: str, text: str | None) -> None:
    (message,) = take(event(content)).messages
    assert (message.kind, message.text) == (kind, text)
    assert message.person == message.address == PSID
    assert message.at == datetime(2025, 11, 23, 8, 59, tzinfo=timezone.utc)


@pytest.mark.parametrize("content", [k[1] for k in KINDS], ids=[k[0] for k in KINDS])
def test_a_second_delivery_has_the_same_key(content: Json) -> None:
    first, second = (take(event(content)).messages[0] for _ in range(2))
    assert first.platform_message_id == second.platform_message_id


def test_a_second_edit_is_another_message() -> None:
    keys = {
        take(event({"message_edit": {"mid": "m_0", "text": "x", "num_edit": number}}))
        .messages[0]
        .platform_message_id
        for number in (1, 2)
    }
    assert len(keys) == 2


def test_every_event_of_a_batch() -> None:
    body = event({"message": {"mid": "m_1", "text": "x"}})
    body["entry"][0]["messaging"] *= 3
    body["entry"] *= 2
    assert len(take(body).messages) == 6


def test_an_entry_without_messaging_is_no_error() -> None:
    body = {"object": "page", "entry": [{"id": PAGE, "standby": []}, {"id": PAGE}]}
    assert take(body).messages == []


def test_echoes_are_never_answered() -> None:
    ours = {"mid": "m_2", "is_echo": True, "app_id": int(APP), "metadata": "abc", "text": "x"}
    theirs = {"mid": "m_3", "is_echo": True, "app_id": INBOX,
              "attachments": [{"type": "image", "payload": {}}]}  # fmt: skip
    for message, where in ((ours, "messaging"), (theirs, "messaging"), (theirs, "standby")):
        told = take(from_page(message, where))
        assert told.messages == []
        (echo,) = told.echoes
        assert echo.person == PSID
        assert echo.by_app == str(message["app_id"])


def test_who_writes_while_another_app_has_the_thread_is_not_answered() -> None:
    told = take(event({"message": {"mid": "m_1", "text": "x"}}, "standby"))
    assert told.messages == []
    assert [move.to_us for move in told.moves] == [False]


def test_the_thread_moves() -> None:
    ours = take(event({"pass_thread_control": {"new_owner_app_id": int(APP)}}))
    theirs = take(event({"take_thread_control": {"new_owner_app_id": INBOX}}))
    assert [move.to_us for move in (*ours.moves, *theirs.moves)] == [True, False]


def test_delivery_and_reading() -> None:
    told = take(event({"delivery": {"mids": ["m_2", "m_3"], "watermark": 1763888340000}}))
    assert [status.platform_message_id for status in told.statuses] == ["m_2", "m_3"]
    assert [mark.status for mark in told.watermarks] == ["delivered"]
    (mark,) = take(event({"read": {"watermark": 1763888340000}})).watermarks
    assert (mark.status, mark.person) == ("read", PSID)


def test_other_pages_and_other_objects_are_left_alone() -> None:
    body = event({"message": {"mid": "m_1", "text": "x"}})
    body["entry"][0]["id"] = "999"
    assert take(body).messages == []
    assert take({"object": "instagram", "entry": body["entry"]}).messages == []
