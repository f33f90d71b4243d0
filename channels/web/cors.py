"""Which foreign pages may call the API: those that may embed the chat, without cookies."""

from __future__ import annotations

from aiohttp import web

from channels.web.answers import Handler
from channels.web.context import WebOptions

METHODS = "GET, POST, DELETE"
REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID"


def add_cors(app: web.Application, options: WebOptions) -> None:
    """Answer preflights and mark answers, for ``/api/`` only."""
    allowed = {options.own_origin, *options.origins}

    async def mark(request: web.Request, response: web.StreamResponse) -> None:
        if not request.path.startswith("/api/"):
            return
        if "Vary" not in response.headers:
            response.headers["Vary"] = "Origin"
        origin = request.headers.get("Origin")
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    @web.middleware
    async def preflight(request: web.Request, handler: Handler) -> web.StreamResponse:
        asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if not (asks and request.path.startswith("/api/")):
            return await handler(request)
        headers = {
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": REQUEST_HEADERS,
            "Access-Control-Max-Age": "600",
        }
        return web.Response(status=204, headers=headers)

    app.middlewares.append(preflight)
    app.on_response_prepare.append(mark)
