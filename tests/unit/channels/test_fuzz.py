"""Whatever Meta sends, or somebody who knows the secret: it is read without a failure, and what
has an id and a writer is not lost."""

from __future__ import annotations

from datetime import datetime, timezone
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.messenger import events as messenger
from channels.whatsapp import events as whatsapp
from tests.unit.channels.test_events_messenger import KINDS as MESSENGER_KINDS
from tests.unit.channels.test_events_messenger import PAGE, event
from tests.unit.channels.test_events_whatsapp import KINDS as WHATSAPP_KINDS
from tests.unit.channels.test_events_whatsapp import NUMBER, written

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def damaged(whole: Any, chance: Random, junk: list[Any]) -> Any:
    """A copy in which some values are something else, or gone, or there twice."""
    if chance.random() < 0.06:
        return chance.choice(junk)
    if isinstance(whole, dict):
        kept = {key: item for key, item in whole.items() if chance.random() > 0.05}
        return {key: damaged(item, chance, junk) for key, item in kept.items()}
    if isinstance(whole, list):
        return [damaged(item, chance, junk) for item in whole] * chance.choice([1, 1, 2])
    return whole


JUNK = st.lists(ANYTHING, min_size=1, max_size=3)
CHANCE = st.randoms(use_true_random=False)
WHATSAPP = st.builds(
    damaged, st.sampled_from([written(kind[1]) for kind in WHATSAPP_KINDS]), CHANCE, JUNK
)
MESSENGER = st.builds(
    damaged, st.sampled_from([event(kind[1]) for kind in MESSENGER_KINDS]), CHANCE, JUNK
)


def accepted_as_promised(messages: list[Any]) -> None:
    """What the house and any database can take."""
    for message in messages:
        assert message.person and message.address and message.platform_message_id
        assert message.at <= NOW
        assert message.choice is None or len(message.choice) <= 24
        assert len(message.kind) <= 20
        text = (message.text or "").encode("utf-8")  # no lone surrogates
        assert b"\x00" not in text


@settings(max_examples=400)
@given(WHATSAPP | ANYTHING)
def test_whatsapp_never_fails(body: Any) -> None:
    accepted_as_promised(whatsapp.read(body, NOW, {NUMBER}).messages)


@settings(max_examples=400)
@given(MESSENGER | ANYTHING)
def test_messenger_never_fails(body: Any) -> None:
    accepted_as_promised(messenger.read(body, NOW, {PAGE}, "8001").messages)


@given(ANYTHING, st.text(max_size=20))
def test_a_whatsapp_message_with_any_content_is_kept(content: Any, kind: str) -> None:
    body = written({"type": kind, kind: content})
    told = whatsapp.read(body, NOW, {NUMBER})
    expected = 0 if kind in ("system", "id", "group_id") else 1
    assert len(told.messages) == expected or kind in ("from", "from_user_id")


@given(ANYTHING)
def test_a_messenger_message_with_any_content_is_kept(content: Any) -> None:
    inner = content if isinstance(content, dict) and not content.get("is_echo") else {}
    told = messenger.read(event({"message": inner}), NOW, {PAGE}, "8001")
    assert len(told.messages) == 1
