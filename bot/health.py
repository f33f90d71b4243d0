"""``/health/live``, ``/health/ready`` and ``/metrics``."""

from __future__ import annotations

import hmac
import ipaddress

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.metrics import Metrics
from bot.settings import Settings
from service.house import House
from service.types import Engine


def add_health(
    app: web.Application, engine: Engine, settings: Settings, house: House, numbers: Metrics
) -> None:
    """The routes that tell how the service is."""

    async def live(_: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def ready(_: web.Request) -> web.Response:
        if await engine.ready():
            return web.json_response({"status": "ready"})
        return web.json_response({"status": "starting"}, status=503)

    async def metrics(request: web.Request) -> web.Response:
        if not _may_read(request, settings.metrics_token):
            raise web.HTTPNotFound
        await numbers.refresh(house, engine)
        body = generate_latest(numbers.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
    app.router.add_get("/metrics", metrics)


def _may_read(request: web.Request, token: str) -> bool:
    """With the token; without one, only from this machine and not through a proxy."""
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    address = ipaddress.ip_address(request.remote or "0.0.0.0")  # noqa: S104 - means "unknown"
    return address.is_loopback and "X-Forwarded-For" not in request.headers
