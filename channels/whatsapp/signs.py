"""Read, and writing: on WhatsApp one request that names the message."""

from __future__ import annotations

from typing import Any

from channels.graph.signs import Whom


def signs(whom: Whom) -> list[dict[str, Any]]:
    """Blue ticks, and dots for 25 seconds or until the answer comes."""
    return [
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": whom.message_id,
            "typing_indicator": {"type": "text"},
        }
    ]
