"""A thin client of the Graph API: JSON in and out, one error type, no token in an address."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from typing import Any

import aiohttp

from channels.errors import GraphError, GraphSilent, GraphUnreachable
from channels.graph.reading import table, whole_number, words

Json = dict[str, Any]
PATIENCE = 20.0  # seconds for one request


class GraphClient:
    """One for each platform. ``base`` is the address with the version: https://host/v25.0"""

    def __init__(self, base: str, app_secret: str, *, patience: float = PATIENCE) -> None:
        self._base = base.rstrip("/")
        self._secret = app_secret
        self._timeout = aiohttp.ClientTimeout(total=patience, sock_connect=min(10.0, patience))
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def post(self, path: str, token: str, body: Json) -> Json:
        """Send. Raises GraphError, GraphUnreachable (it never left), GraphSilent (perhaps done)."""
        return await self._request("POST", path, token, {}, body)

    async def get(self, path: str, token: str, **query: str) -> Json:
        """Read. Raises as ``post``."""
        return await self._request("GET", path, token, query, None)

    async def close(self) -> None:
        """Close the connections, for good."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _request(
        self, method: str, path: str, token: str, query: dict[str, str], body: Json | None
    ) -> Json:
        try:
            async with self._connected().request(
                method,
                f"{self._base}/{path.lstrip('/')}",
                params=query | {"appsecret_proof": self._proof(token)},
                json=body,
                headers={"Authorization": f"Bearer {token}"},
                allow_redirects=False,
            ) as response:
                return await _answer(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise GraphUnreachable(type(error).__name__) from error
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise GraphSilent(type(error).__name__) from error

    def _connected(self) -> aiohttp.ClientSession:
        if self._closed:
            raise GraphUnreachable("the client is closed")
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        return self._session

    def _proof(self, token: str) -> str:
        """Proves that the caller knows the app secret, so that a stolen token alone is useless."""
        return hmac.new(self._secret.encode(), token.encode(), hashlib.sha256).hexdigest()


async def _answer(response: aiohttp.ClientResponse) -> Json:
    raw = await response.read()
    try:
        data = table(json.loads(raw))
    except (ValueError, RecursionError):
        data = {}
    error = table(data.get("error"))
    if response.status < 300 and not error:
        return data
    # A gateway that fails without a word of the API may have let the request through.
    if response.status >= 500 and not error and response.status != 503:
        raise GraphSilent(f"HTTP {response.status}")
    raise GraphError(
        response.status,
        whole_number(error.get("code")),
        whole_number(error.get("error_subcode")),
        words(table(error.get("error_data")).get("details")) or words(error.get("message")),
        _seconds(response.headers.get("Retry-After")),
    )


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.isdecimal() else None
