"""Answers of the API, and errors in the visitor's language."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from channels.web.wire import message_json
from service.errors import ChoiceGone, ServiceError, StillWorking, Throttled
from service.wording import known, say

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LANGUAGE: web.RequestKey[str] = web.RequestKey("azimut_language", str)
_OF_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "text_too_long"}


def api(handler: Handler) -> Handler:
    """Turn what the handler raises into ``{"error": {"code", "message"}}``."""

    @functools.wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except StillWorking:
            return web.json_response({"messages": [], "understanding": None}, status=202)
        except ServiceError as error:
            return error_answer(request, error)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return _answer(request, error.status, _OF_STATUS.get(error.status, "bad_request"), {})

    return guarded


def error_answer(request: web.Request, error: ServiceError) -> web.Response:
    """The error for people and programs; an expired choice brings the question again."""
    more: dict[str, Any] = {}
    if isinstance(error, ChoiceGone):
        more["messages"] = [message_json(view) for view in error.messages]
    response = _answer(request, error.status, error.code, more)
    if isinstance(error, Throttled):
        response.headers["Retry-After"] = str(int(error.retry_after) + 1)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.status >= 500:
        log.warning("web.failed", code=error.code, error=type(error).__name__)
    return response


def language_of(request: web.Request) -> str:
    """The conversation's language where it is known, else what the browser asks for."""
    if LANGUAGE in request:
        return request[LANGUAGE]
    asked = request.headers.get("Accept-Language", "").lower()
    dutch, french = asked.find("nl"), asked.find("fr")
    return "nl" if dutch >= 0 and (french < 0 or dutch < french) else "fr"


def _answer(request: web.Request, status: int, code: str, more: dict[str, Any]) -> web.Response:
    key = f"error.{code}" if known(f"error.{code}") else "error.bad_request"
    message = say(key, language_of(request))
    return web.json_response({"error": {"code": code, "message": message}, **more}, status=status)
