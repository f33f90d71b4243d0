"""Mounting the web channel on the application."""

from __future__ import annotations

from aiohttp import web

from channels.web import description
from channels.web.addresses import Callers
from channels.web.appointments import Appointments
from channels.web.context import Web, WebOptions
from channels.web.conversations import Conversations
from channels.web.cors import add_cors
from channels.web.events import Events
from channels.web.library import Library
from channels.web.pages import Pages
from knowledge.model import Knowledge
from service.house import House

__all__ = ["WebOptions", "add_web"]


def add_web(app: web.Application, house: House, knowledge: Knowledge, options: WebOptions) -> None:
    """The API, the events, the widget and the page with the widget on it."""
    around = Web(house, knowledge, options, Callers(options.trusted_proxies))
    events = Events(around)
    app.add_routes(Conversations(around).routes())
    app.add_routes(events.routes())
    app.add_routes(Library(around).routes())
    app.add_routes(Appointments(around).routes())
    app.add_routes(description.routes())
    app.add_routes(Pages(around).routes())
    app.on_shutdown.append(events.close)
    add_cors(app, options)
