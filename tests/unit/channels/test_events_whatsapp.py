"""WhatsApp's notifications, in the shapes of Meta's documentation, taken apart."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from channels.graph.notifications import Notifications
from channels.whatsapp.events import read

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
NUMBER = "106540352242922"
SCOPED = "BE.13491208655302741918"
WA_ID = "32470000001"
MEDIA = {"mime_type": "x/y", "sha256": "81d3bd8a", "id": "2754859441498128"}
Json = dict[str, Any]


def value(inner: Json, number: str = NUMBER, field: str = "messages") -> Json:
    """The envelope."""
    metadata = {"display_phone_number": "3220000000", "phone_number_id": number}
    whole = {"messaging_product": "whatsapp", "metadata": metadata} | inner
    changes = [{"value": whole, "field": field}]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": changes}],
    }


def written(content: Json, contact: Json | None = None) -> Json:
    """A message from somebody with number and scoped id."""
    contact = contact or {"profile": {"name": "A"}, "wa_id": WA_ID, "user_id": SCOPED}
    message = {"from": WA_ID, "from_user_id": SCOPED, "id": "wamid.1", "timestamp": "1763888340"}
    return value({"contacts": [contact], "messages": [message | content]})


def take(body: object) -> Notifications:
    """Take a notification apart."""
    return read(body, NOW, {NUMBER})


KINDS: list[tuple[str, Json, str, str | None]] = [
    ("text", {"type": "text", "text": {"body": "Bonjour"}}, "text", "Bonjour"),
    ("button reply", {"type": "interactive", "interactive": {"type": "button_reply",
        "button_reply": {"id": "abcdefgh12345678", "title": "Oui"}}}, "choice", "Oui"),
    ("list reply", {"type": "interactive", "interactive": {"type": "list_reply",
        "list_reply": {"id": "abcdefgh12345678", "title": "jeudi 26 novembre à",
        "description": "14 h 00"}}}, "choice", "jeudi 26 novembre à 14 h 00"),
    ("a near subject", {"type": "interactive", "interactive": {"type": "list_reply",
        "list_reply": {"id": "say:Les bourses d'études", "title": "Les bourses"}}},
        "text", "Les bourses d'études"),
    ("flow", {"type": "interactive", "interactive": {"type": "nfm_reply",
        "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{}"}}},
        "unsupported", None),
    ("template button", {"type": "button", "button": {"payload": "x", "text": "Lire"}},
        "text", "Lire"),
    ("reaction", {"type": "reaction", "reaction": {"message_id": "wamid.0", "emoji": "👍"}},
        "reaction", None),
    ("image", {"type": "image", "image": MEDIA}, "image", None),
    ("image with words", {"type": "image", "image": MEDIA | {"caption": "Ça vaut quoi ?"}},
        "text", "Ça vaut quoi ?"),
    ("voice", {"type": "audio", "audio": MEDIA | {"voice": True}}, "audio", None),
    ("video", {"type": "video", "video": MEDIA}, "video", None),
    ("document", {"type": "document", "document": MEDIA | {"filename": "cv.pdf"}},
        "document", None),
    ("sticker", {"type": "sticker", "sticker": MEDIA | {"animated": False}}, "sticker", None),
    ("location", {"type": "location", "location": {"latitude": 50.8, "longitude": 4.3}},
        "location", None),
    ("contacts", {"type": "contacts", "contacts": [{"name": {"formatted_name": "X"}}]},
        "contacts", None),
    ("order", {"type": "order", "order": {"catalog_id": "1", "product_items": []}},
        "unsupported", None),
    ("unsupported", {"type": "unsupported", "errors": [{"code": 131051}],
        "unsupported": {"type": "poll"}}, "unsupported", None),
    ("edit", {"type": "edit", "edit": {"original_message_id": "wamid.0",
        "message": {"context": {"id": "c"}, "type": "text", "text": {"body": "Corrigé"}}}},
        "text", "Corrigé"),
    ("deletion", {"type": "revoke", "revoke": {"original_message_id": "wamid.0"}},
        "deletion", None),
    ("of the future", {"type": "hologram", "hologram": {"x": 1}}, "unsupported", None),
    ("empty text", {"type": "text", "text": {"body": "  "}}, "unsupported", None),
    ("from an advertisement", {"type": "text", "text": {"body": "Info"},
        "referral": {"source_type": "ad", "source_url": "https://fb.me/x"}}, "text", "Info"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind", "text"), [k[1:] for k in KINDS], ids=[k[0] for k in KINDS]
)
def test_every_kind(content: Json, kind: str, text: str | None) -> None:
    (message,) = take(written(content)).messages
    assert (message.kind, message.text) == (kind, text)
    assert message.platform_message_id == "wamid.1"
    assert message.at == datetime(2025, 11, 23, 8, 59, tzinfo=timezone.utc)


def test_a_choice_carries_its_id() -> None:
    (message,) = take(written(KINDS[1][1])).messages
    assert message.choice == "abcdefgh12345678"


def test_people_are_known_by_their_scoped_id_and_the_number_may_be_missing() -> None:
    text = {"type": "text", "text": {"body": "x"}}
    with_both = take(written(text)).messages[0]
    message = {"id": "wamid.2", "timestamp": "1763888340", **text}
    contact = {"profile": {"username": "a"}, "user_id": SCOPED}
    without_number = take(value({"contacts": [contact], "messages": [message]})).messages[0]
    older = {"from": WA_ID, "id": "wamid.3", "timestamp": "1", **text}
    only_number = take(value({"contacts": [{"wa_id": WA_ID}], "messages": [older]})).messages[0]
    assert with_both.person == without_number.person == with_both.address == SCOPED
    assert only_number.person == only_number.address == WA_ID


def test_several_contacts_are_not_mixed_up() -> None:
    contacts = [{"wa_id": "1", "user_id": "BE.1"}, {"wa_id": "2", "user_id": "BE.2"}]
    texts = [
        {"from": who, "id": f"wamid.{who}", "type": "text", "text": {"body": who}}
        for who in ("2", "1")
    ]
    found = take(value({"contacts": contacts, "messages": texts})).messages
    assert [message.person for message in found] == ["BE.2", "BE.1"]


def test_every_entry_change_and_message_of_a_batch() -> None:
    one = written({"type": "text", "text": {"body": "x"}})
    entry = one["entry"][0]
    entry["changes"][0]["value"]["messages"] *= 2
    entry["changes"] *= 2
    one["entry"] *= 2
    assert len(take(one).messages) == 8


def test_statuses() -> None:
    status = {"id": "wamid.9", "recipient_id": WA_ID, "timestamp": "1763888340"}
    statuses = [status | {"status": name} for name in ("sent", "delivered", "read", "played")]
    failed = status | {"status": "failed", "errors": [{"code": 131047, "title": "x"}],
                       "biz_opaque_callback_data": "abc"}  # fmt: skip
    found = take(value({"statuses": [*statuses, failed, status | {"status": "new one"}]}))
    assert [s.status for s in found.statuses] == ["sent", "delivered", "read", "read", "failed"]
    assert (found.statuses[-1].error_code, found.statuses[-1].opaque) == (131047, "abc")
    assert found.ignored == ["status:new one"]


def test_an_answer_in_the_business_app_is_an_echo() -> None:
    echo = {"from": "3220000000", "to": WA_ID, "to_user_id": SCOPED, "id": "wamid.8",
            "timestamp": "1763888340", "type": "text", "text": {"body": "x"}}  # fmt: skip
    (found,) = take(value({"message_echoes": [echo]}, field="smb_message_echoes")).echoes
    assert found.person == SCOPED


def test_a_call_is_answered_with_words() -> None:
    call = {"id": "wacid.1", "from": WA_ID, "event": "connect", "timestamp": "1"}
    ended = call | {"event": "terminate"}
    found = take(value({"calls": [call, ended]}, field="calls"))
    assert [message.kind for message in found.messages] == ["call"]


def test_what_is_not_ours_or_not_written_by_a_person_is_left_alone() -> None:
    system = {"type": "system", "system": {"type": "user_changed_number", "wa_id": "1"}}
    group = {"type": "text", "text": {"body": "x"}, "group_id": "g"}
    assert take(written(system)).messages == take(written(group)).messages == []
    assert take(value({"messages": [{"id": "x"}]}, number="999")).messages == []
    assert take({"object": "page", "entry": []}).messages == []


def test_a_time_to_come_counts_as_now() -> None:
    body = written({"type": "text", "text": {"body": "x"}, "timestamp": "9999999999"})
    assert take(body).messages[0].at == NOW


def test_characters_that_no_database_takes_are_replaced() -> None:
    (message,) = take(written({"type": "text", "text": {"body": "a\ud800b\x00c"}})).messages
    assert message.text == "a\ufffdb\ufffdc"
