"""Until when a platform lets us write to a person, counted from the person's last message.

WhatsApp: 24 hours, then only templates. Messenger: 24 hours; text typed by a person up to
7 days, with the human-agent tag. (Sources: the platforms' messaging policies.)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from store.models import ConversationRow

# At most; a channel that may do less says so when it registers its sender.
BY_HAND = {"whatsapp": timedelta(hours=24), "messenger": timedelta(days=7)}


def window_until(
    conversation: ConversationRow, by_hand: Mapping[str, timedelta] = BY_HAND
) -> datetime | None:
    """Until when a counsellor may write; None: always."""
    length = by_hand.get(conversation.channel)
    if length is None or conversation.last_visitor_at is None:
        return None
    return conversation.last_visitor_at + length


def may_write(
    conversation: ConversationRow, now: datetime, by_hand: Mapping[str, timedelta] = BY_HAND
) -> bool:
    """May a counsellor write now?"""
    until = window_until(conversation, by_hand)
    return until is None or now < until
