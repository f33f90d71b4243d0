"""The outbox's way to WhatsApp."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from channels.graph.client import GraphClient
from channels.graph.posting import Posting
from channels.graph.rates import Rates
from channels.graph.reading import identifier, rows, table
from channels.whatsapp import limits
from channels.whatsapp.layout import lay_out, template_message
from channels.whatsapp.settings import WhatsAppOptions
from channels.writing.letter import compose
from channels.writing.markup import WHATSAPP
from service.options import Clock
from service.outbox import Part, SendRefused
from service.types import Language
from service.views import MessageView

Json = dict[str, Any]
_SCOPED_ID = re.compile(r"[A-Z]{2}\.")  # a business-scoped user id begins with a country


class WhatsAppSender:
    """Renders and sends. See ``service.outbox.Sender``."""

    channel = "whatsapp"

    def __init__(self, options: WhatsAppOptions, client: GraphClient, clock: Clock) -> None:
        rates = Rates(options.messages_per_second, limits.PERSON_BURST, limits.PERSON_SECONDS)
        self._posting = Posting(options, client, rates)
        self._template = options.template
        self._clock = clock

    def render(
        self, messages: Sequence[MessageView], language: Language, kind: str
    ) -> Sequence[Json]:
        """The messages to send, without recipient."""
        if kind == "template":
            return [template_message(self._template, language)]
        return lay_out(compose(messages, language, WHATSAPP), language)

    async def send(self, part: Part) -> str | None:
        """Send one message; its id at WhatsApp."""
        self._check_window(part)
        answer = await self._posting.post(part, _request(part))
        sent = rows(answer.get("messages"))
        return identifier(table(sent[0]).get("id")) or None if sent else None

    def _check_window(self, part: Part) -> None:
        """After 24 hours only templates; asked of us before Meta would refuse."""
        if part.payload.get("type") == "template" or part.last_visitor_at is None:
            return
        if self._clock() - part.last_visitor_at >= timedelta(hours=limits.WINDOW_HOURS):
            raise SendRefused("window_closed")


def _request(part: Part) -> Json:
    """The body of a request: a business-scoped id is a ``recipient``, a number is a ``to``."""
    whom = "recipient" if _SCOPED_ID.match(part.address) else "to"
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        whom: part.address,
        "biz_opaque_callback_data": part.opaque,
        **part.payload,
    }
