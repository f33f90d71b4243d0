"""WhatsApp in the application: its webhook, its sender."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from aiohttp import web

from channels.graph.client import GraphClient
from channels.graph.reports import Reports
from channels.graph.webhook import Lock, Webhook
from channels.whatsapp.events import CHANNEL, read
from channels.whatsapp.sender import WhatsAppSender
from channels.whatsapp.settings import WhatsAppOptions
from service.house import House

PATH = "/webhooks/whatsapp"


def add_whatsapp(app: web.Application, house: House, options: WhatsAppOptions) -> None:
    """Mount the webhook, register the sender, close the connections at the end."""
    client = GraphClient(options.graph, options.app_secret[0])
    house.outbox.register(WhatsAppSender(options, client, house.core.clock))
    webhook = Webhook(
        house,
        CHANNEL,
        Lock(options.app_secret, options.verify_token),
        partial(read, numbers=options.phone_number_ids),
        Reports(house, CHANNEL),
    )
    app.add_routes(webhook.routes(PATH))

    async def connections(_: web.Application) -> AsyncIterator[None]:
        yield
        await client.close()

    app.cleanup_ctx.append(connections)
