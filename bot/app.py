"""The web application: the house with its doors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.health import add_health
from bot.http import add_headers, tell_errors
from bot.metrics import Metrics, measure_requests
from bot.platforms import Platforms
from bot.preview import preview
from bot.publishing import Publisher
from bot.settings import Settings
from bot.slow import SlowClients
from channels.messenger.setup import add_messenger
from channels.web.setup import WebOptions, add_web
from channels.whatsapp.setup import add_whatsapp
from desk.setup import DeskOptions, OidcOptions, add_desk
from knowledge.model import Knowledge
from service.house import House
from service.types import Engine

log = structlog.get_logger(__name__)
SLOW = web.AppKey("slow", SlowClients)
LARGEST_BODY = 256 * 1024  # bytes of a request; the webhooks of platforms have their own limit


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application is made of."""

    settings: Settings
    house: House
    engine: Engine
    knowledge: Knowledge
    metrics: Metrics
    platforms: Platforms = Platforms()
    publisher: Publisher | None = None  # None: what is live never changes


def make_app(parts: Parts) -> web.Application:
    """The application; its background work begins and ends with it."""
    settings = parts.settings
    slow = SlowClients()
    outermost = [slow.note, measure_requests(parts.metrics), tell_errors]
    app = web.Application(middlewares=outermost, client_max_size=LARGEST_BODY)
    app[SLOW] = slow
    app.on_response_prepare.append(add_headers)
    add_health(app, parts.engine, settings, parts.house, parts.metrics)
    add_web(
        app,
        parts.house,
        parts.knowledge,
        WebOptions(
            public_url=settings.public_address,
            embed_origins=settings.embed_origins,
            trusted_proxies=settings.trusted_proxies,
        ),
    )
    add_desk(app, parts.house, parts.knowledge, desk_options(settings))
    _add_platforms(app, parts)
    app.cleanup_ctx.append(_background(parts))
    return app


def desk_options(settings: Settings) -> DeskOptions:
    """The desk as the operator wants it."""
    oidc = OidcOptions(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        label=settings.oidc_label,
        claim=settings.oidc_claim,
        scope=settings.oidc_scope,
    )
    return DeskOptions(
        public_url=settings.public_address,
        trusted_proxies=settings.trusted_proxies,
        secure_cookies=settings.public_address.startswith("https://"),
        oidc=oidc if settings.oidc_issuer else None,
        preview=preview,
    )


def _add_platforms(app: web.Application, parts: Parts) -> None:
    """WhatsApp and Messenger, where they are configured."""
    if parts.platforms.whatsapp is not None:
        add_whatsapp(app, parts.house, parts.platforms.whatsapp)
    if parts.platforms.messenger is not None:
        add_messenger(app, parts.house, parts.platforms.messenger)


def _background(parts: Parts) -> Callable[[web.Application], AsyncIterator[None]]:
    async def run(_: web.Application) -> AsyncIterator[None]:
        await parts.house.start()
        tasks = [asyncio.create_task(_every(30, parts.house.keeping.sweep, "sweep"))]
        tasks.append(asyncio.create_task(_every(3600, parts.house.keeping.purge, "purge")))
        tasks.append(asyncio.create_task(_every(600, parts.house.statistics.refresh, "figures")))
        if parts.publisher is not None:
            tasks.append(asyncio.create_task(parts.publisher.follow()))
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await parts.house.stop()

    return run


async def _every(seconds: float, work: Callable[[], Awaitable[object]], name: str) -> None:
    """Do the work now and then; a failure is logged and tried again at the next time."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception as error:
            log.error("background.failed", work=name, error=type(error).__name__)
