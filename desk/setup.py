"""Puts the desk under ``/desk/`` of the web application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from desk import templating
from desk.board import Board
from desk.clients import Clients
from desk.figures.routes import add_figures
from desk.guard import add_headers, guard
from desk.learning.routes import add_learning
from desk.library import Library
from desk.options import DeskOptions, OidcOptions
from desk.pages import (
    account,
    appointments,
    availability,
    conversations,
    deeds,
    help,
    left,
    live,
    oidc,
    presence,
    signing,
)
from desk.pages.admin import audit, canned, closing, counsellors, settings
from desk.room import ROOM, Room
from desk.static import StaticFiles
from knowledge.model import Knowledge
from service.house import House

__all__ = ["DeskOptions", "OidcOptions", "add_desk"]

_PAGES = (
    signing,
    oidc,
    conversations,
    deeds,
    help,
    live,
    presence,
    left,
    appointments,
    availability,
    account,
    counsellors,
    settings,
    closing,
    canned,
    audit,
)


def add_desk(
    app: web.Application, house: House, knowledge: Knowledge, options: DeskOptions
) -> None:
    """Mount the desk."""
    desk, static = web.Application(middlewares=[guard]), StaticFiles()
    desk[ROOM] = Room(
        house=house,
        knowledge=knowledge,
        library=Library(knowledge),
        options=options,
        board=Board(house),
        clients=Clients(options.trusted_proxies, house.core.clock),
    )
    templating.set_up(desk, knowledge, static, desk[ROOM].board)
    desk.on_response_prepare.append(add_headers)
    desk.on_shutdown.append(_end_streams)
    desk.cleanup_ctx.append(_watch_board)
    for page in _PAGES:
        desk.add_routes(page.routes())
    add_figures(desk)
    add_learning(desk, options.preview)
    desk.router.add_get("/static/{version}/{name:.+}", static.serve)
    app.router.add_get("/desk", _to_desk)
    app.add_subapp("/desk/", desk)


async def _to_desk(request: web.Request) -> web.Response:
    return web.Response(status=308, headers={"Location": "/desk/"})


async def _watch_board(desk: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(desk[ROOM].board.watch())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _end_streams(desk: web.Application) -> None:
    """Open streams would hold up the end of the server."""
    streams = tuple(desk[ROOM].streams)
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
