"""What every page of the desk needs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from desk.board import Board
from desk.clients import Clients
from desk.library import Library
from desk.options import DeskOptions
from knowledge.model import Knowledge
from service.house import House


@dataclass(frozen=True)
class Room:
    """Built once by ``add_desk``."""

    house: House
    knowledge: Knowledge
    library: Library
    options: DeskOptions
    board: Board
    clients: Clients
    streams: set[asyncio.Task[object]] = field(default_factory=set)


ROOM = web.AppKey("room", Room)
