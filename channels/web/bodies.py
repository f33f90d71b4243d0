"""Reading what a request says, and refusing what it must not say."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from channels.errors import BodyTooLarge, Unauthorized, UnreadableBody
from service.types import Language

LARGEST_BODY = 64 * 1024  # bytes; the longest message in the widest script needs a quarter
LONGEST_KEY = 200  # characters of an Idempotency-Key
_CONTROL = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}


async def json_object(request: web.Request) -> dict[str, Any]:
    """The body; nothing at all counts as ``{}``. Raises UnreadableBody, BodyTooLarge."""
    try:
        raw = await _read(request)
        value = json.loads(raw.decode("utf-8")) if raw.strip() else {}
    except (ValueError, RecursionError) as error:
        raise UnreadableBody("the body is no JSON in UTF-8") from error
    if not isinstance(value, dict):
        raise UnreadableBody("the body is no JSON object")
    return value


def text_field(body: dict[str, Any], name: str) -> str | None:
    """A text that can be stored: without control characters and halves of characters."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableBody(f"{name} must be a text")
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").translate(_CONTROL)


def needed_text(body: dict[str, Any], name: str) -> str:
    """The same, and it must be there."""
    value = text_field(body, name)
    if not value or not value.strip():
        raise UnreadableBody(f"{name} is missing")
    return value.strip()


def language_field(value: object) -> Language | None:
    """``fr``, ``nl`` or nothing. Raises UnreadableBody."""
    if value is None or value == "":
        return None
    if value not in ("fr", "nl"):
        raise UnreadableBody("language must be fr or nl")
    return value


def whole_number(value: object, name: str) -> int:
    """A number of at least 0. Raises UnreadableBody."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise UnreadableBody(f"{name} must be a whole number")
    return int(text)


def bearer_token(request: web.Request) -> str:
    """The token of the Authorization header; one in the address is refused."""
    if "token" in request.query or "access_token" in request.query:
        raise Unauthorized("a token never stands in an address")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized("the Authorization header carries no Bearer token")
    return token.strip()


def idempotency_key(request: web.Request) -> str | None:
    """The key under which a message counts once. Raises UnreadableBody."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise UnreadableBody("an Idempotency-Key has 1 to 200 printable characters")
    return key


async def _read(request: web.Request) -> bytes:
    if (request.content_length or 0) > LARGEST_BODY:
        raise BodyTooLarge("the body is too large")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BodyTooLarge("the body is too large")
    return bytes(body)
