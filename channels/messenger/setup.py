"""Messenger in the application."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from aiohttp import web

from channels.graph.mounting import Platform, mount
from channels.messenger import limits
from channels.messenger.events import read
from channels.messenger.sender import MessengerSender
from channels.messenger.settings import MessengerOptions
from channels.messenger.signs import signs
from channels.messenger.written import CHANNEL
from service.house import House

PATH = "/webhooks/messenger"


def add_messenger(app: web.Application, house: House, options: MessengerOptions) -> None:
    """Mount it."""
    platform = Platform(
        channel=CHANNEL,
        path=PATH,
        options=options,
        read=partial(read, pages=options.accounts, own_app=options.app_id),
        sender=MessengerSender,
        signs=signs,
        own_app=options.app_id,
        by_hand=None if options.human_agent else timedelta(hours=limits.WINDOW_HOURS),
    )
    mount(app, house, platform)
