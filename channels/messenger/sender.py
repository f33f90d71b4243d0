"""The outbox's way to Messenger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from channels.graph.client import GraphClient
from channels.graph.posting import Posting
from channels.graph.rates import Rates
from channels.graph.reading import identifier
from channels.messenger import limits
from channels.messenger.layout import lay_out
from channels.messenger.settings import MessengerOptions
from channels.writing.letter import compose
from channels.writing.markup import PLAIN
from service.options import Clock
from service.outbox import Part, SendRefused
from service.types import Language
from service.views import MessageView

Json = dict[str, Any]


class MessengerSender:
    """Renders and sends. See ``service.outbox.Sender``."""

    channel = "messenger"

    def __init__(self, options: MessengerOptions, client: GraphClient, clock: Clock) -> None:
        rates = Rates(options.messages_per_second, limits.PERSON_BURST, limits.PERSON_SECONDS)
        self._posting = Posting(options, client, rates)
        self._human_agent = options.human_agent
        self._clock = clock

    def render(
        self, messages: Sequence[MessageView], language: Language, kind: str
    ) -> Sequence[Json]:
        """The messages to send. Messenger has no templates of ours: nothing for that kind."""
        return [] if kind == "template" else lay_out(compose(messages, language, PLAIN), language)

    async def send(self, part: Part) -> str | None:
        """Send one message; its id at Messenger."""
        answer = await self._posting.post(part, self._request(part))
        return identifier(answer.get("message_id")) or None

    def _request(self, part: Part) -> Json:
        return {
            "recipient": {"id": part.address},
            **self._right_to_write(part),
            "message": {**part.payload, "metadata": part.opaque},
        }

    def _right_to_write(self, part: Part) -> Json:
        """Within 24 hours an answer; later only what a person typed, tagged, up to 7 days."""
        if part.last_visitor_at is None:  # the last word after "forget me"
            return {"messaging_type": "RESPONSE"}
        age = self._clock() - part.last_visitor_at
        if age < timedelta(hours=limits.WINDOW_HOURS):
            return {"messaging_type": "RESPONSE"}
        late = age < timedelta(days=limits.HUMAN_AGENT_DAYS)
        if part.by_person and self._human_agent and late:
            return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
        raise SendRefused("window_closed")
