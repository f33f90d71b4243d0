"""Messenger in the application: its webhook, its sender."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

from aiohttp import web

from channels.graph.client import GraphClient
from channels.graph.reports import Reports
from channels.graph.webhook import Lock, Webhook
from channels.messenger import limits
from channels.messenger.events import read
from channels.messenger.sender import MessengerSender
from channels.messenger.settings import MessengerOptions
from channels.messenger.written import CHANNEL
from service.house import House

PATH = "/webhooks/messenger"


def add_messenger(app: web.Application, house: House, options: MessengerOptions) -> None:
    """Mount the webhook, register the sender, close the connections at the end."""
    client = GraphClient(options.graph, options.app_secret[0])
    house.outbox.register(
        MessengerSender(options, client, house.core.clock),
        None if options.human_agent else timedelta(hours=limits.WINDOW_HOURS),
    )
    webhook = Webhook(
        house,
        CHANNEL,
        Lock(options.app_secret, options.verify_token),
        partial(read, pages=options.page_ids, own_app=options.app_id),
        Reports(house, CHANNEL, options.app_id),
    )
    app.add_routes(webhook.routes(PATH))

    async def connections(_: web.Application) -> AsyncIterator[None]:
        yield
        await client.close()

    app.cleanup_ctx.append(connections)
