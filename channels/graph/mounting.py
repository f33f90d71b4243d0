"""A platform in the application: its webhook, its sender, its signs, its connections."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from aiohttp import web

from channels.graph.client import GraphClient
from channels.graph.options import GraphOptions
from channels.graph.reports import Reports
from channels.graph.signs import PATIENCE, MakeSigns, Signs
from channels.graph.webhook import Lock, Reader, Webhook
from service.house import House
from service.options import Clock
from service.outbox import Sender

Options = TypeVar("Options", bound=GraphOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Generic[Options]):
    """What a platform has of its own. ``own_app``: where echoes tell which app wrote.
    ``by_hand``: how long counsellors may write, where that is less than the platform's most."""

    channel: str
    path: str
    options: Options
    read: Reader
    sender: Callable[[Options, GraphClient, Clock], Sender]
    signs: MakeSigns
    own_app: str | None = None
    by_hand: timedelta | None = None


def mount(app: web.Application, house: House, platform: Platform[Options]) -> None:
    """Mount the webhook, register the sender, close the connections at the end."""
    options = platform.options
    client = GraphClient(options.graph, options.app_secret[0])
    hasty = GraphClient(options.graph, options.app_secret[0], patience=PATIENCE)
    house.outbox.register(platform.sender(options, client, house.core.clock), platform.by_hand)
    signs = Signs(house.bus, options, hasty, platform.signs)
    lock = Lock(options.app_secret, options.verify_token)
    reports = Reports(house, platform.channel, platform.own_app)
    webhook = Webhook(house, platform.channel, lock, platform.read, reports, signs)
    app.add_routes(webhook.routes(platform.path))

    async def connections(_: web.Application) -> AsyncIterator[None]:
        following = asyncio.create_task(signs.follow())
        yield
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        await signs.close()
        await asyncio.gather(client.close(), hasty.close())

    app.cleanup_ctx.append(connections)
