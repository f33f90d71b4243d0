"""What every request passes: security headers, and errors as people and programs need them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from bot.logs import frames_of
from service.errors import ServiceError, Throttled
from service.wording import known, say

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Safe defaults; a page that needs more says so itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


@web.middleware
async def tell_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors of the house as JSON with the right status; others logged without any text."""
    try:
        return await handler(request)
    except ServiceError as error:
        return error_response(request, error.status, error.code, error)
    except web.HTTPException as error:
        if error.status < 400 or not request.path.startswith(("/api/", "/webhooks/")):
            raise
        return error_response(request, error.status, CODES.get(error.status, "bad_request"))
    except ConnectionError:
        raise
    except Exception as error:
        log.error("request.failed", method=request.method, error=type(error).__name__,
                  where=frames_of(error))  # fmt: skip
        return error_response(request, 500, "internal")


CODES = {404: "not_found", 405: "method_not_allowed", 413: "text_too_long", 401: "unauthorized"}


def error_response(
    request: web.Request, status: int, code: str, error: ServiceError | None = None
) -> web.Response:
    """``{"error": {"code", "message"}}``, in the language that the browser asks for."""
    key = f"error.{code}"
    wanted = language_of(request)
    message = say(key if known(key) else "error.bad_request", wanted)
    response = web.json_response({"error": {"code": code, "message": message}}, status=status)
    if isinstance(error, Throttled):
        response.headers["Retry-After"] = str(int(error.retry_after) + 1)
    return response


def language_of(request: web.Request) -> str:
    """French or Dutch, from Accept-Language; French where neither is named."""
    header = request.headers.get("Accept-Language", "").lower()
    dutch, french = header.find("nl"), header.find("fr")
    return "nl" if dutch >= 0 and (french < 0 or dutch < french) else "fr"
