"""WhatsApp in the application."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from channels.graph.mounting import Platform, mount
from channels.whatsapp.events import CHANNEL, read
from channels.whatsapp.sender import WhatsAppSender
from channels.whatsapp.settings import WhatsAppOptions
from channels.whatsapp.signs import signs
from service.house import House

PATH = "/webhooks/whatsapp"


def add_whatsapp(app: web.Application, house: House, options: WhatsAppOptions) -> None:
    """Mount it."""
    platform = Platform(
        channel=CHANNEL,
        path=PATH,
        options=options,
        read=partial(read, numbers=options.accounts),
        sender=WhatsAppSender,
        signs=signs,
    )
    mount(app, house, platform)
