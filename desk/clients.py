"""Who asks, without knowing who: a keyed hash of the address prefix, for throttling only."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

_PREFIX = {4: 24, 6: 48}  # bits: a street, not a person


class Clients:
    """Names clients by a hash whose salt lives in memory and changes every day."""

    def __init__(self, trusted_proxies: tuple[str, ...], clock: Callable[[], datetime]) -> None:
        self._trusted = [ip_network(network, strict=False) for network in trusted_proxies]
        self._clock = clock
        self._salt: tuple[date, bytes] = (date.min, b"")

    def name(self, request: web.Request) -> str:
        """The name of today for whoever sent this request."""
        prefix = _prefix(self._address(request))
        return hashlib.blake2b(prefix.encode(), key=self._salt_of_today()).hexdigest()[:24]

    def _address(self, request: web.Request) -> str:
        """The right-most address that is no proxy of ours: anything further left may be made up."""
        hops = [request.remote or ""]
        for header in request.headers.getall("X-Forwarded-For", []):
            hops[:0] = [part.strip() for part in header.split(",")]
        while len(hops) > 1 and self._is_proxy(hops[-1]):
            hops.pop()
        return hops[-1]

    def _is_proxy(self, text: str) -> bool:
        address = _parsed(text)
        return address is not None and any(address in network for network in self._trusted)

    def _salt_of_today(self) -> bytes:
        today = self._clock().date()
        if self._salt[0] != today:
            self._salt = (today, secrets.token_bytes(32))
        return self._salt[1]


def _prefix(text: str) -> str:
    address = _parsed(text)
    if address is None:
        return "unknown"
    return str(ip_network(f"{address}/{_PREFIX[address.version]}", strict=False))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
