"""Who calls, as far as limits need it: a keyed hash of the address prefix, gone at midnight."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timezone
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

_Address = IPv4Address | IPv6Address
IPV4_PREFIX = 24  # bits; a school, a library or a street shares more than that
IPV6_PREFIX = 56  # bits; what one household or one institution gets


class Callers:
    """Names callers by a hash whose salt is random, kept in memory only, and new every day."""

    def __init__(self, trusted_proxies: Sequence[str] = ()) -> None:
        self._trusted = [ip_network(item, strict=False) for item in trusted_proxies]
        self._day: date | None = None
        self._salt = b""

    def key(self, request: web.Request) -> str:
        """The same for everybody behind one prefix today; nothing can be read from it."""
        address = self.address(request)
        prefix = str(prefix_of(address)) if address else "unknown"
        return hmac.new(self._salt_of_today(), prefix.encode(), hashlib.sha256).hexdigest()[:32]

    def address(self, request: web.Request) -> _Address | None:
        """The address of the caller: the last one that no trusted proxy wrote."""
        address = _parsed(request.remote or "")
        for item in self._forwarded(request):
            if address is None or not any(address in network for network in self._trusted):
                return address
            address = _parsed(item) or address
        return address

    def _forwarded(self, request: web.Request) -> Iterator[str]:
        headers = request.headers.getall("X-Forwarded-For", [])
        return reversed([item.strip() for line in headers for item in line.split(",")])

    def _salt_of_today(self) -> bytes:
        today = datetime.now(timezone.utc).date()
        if today != self._day:
            self._day, self._salt = today, secrets.token_bytes(32)
        return self._salt


def prefix_of(address: _Address) -> str:
    """The network that counts as one caller."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = IPV4_PREFIX if isinstance(address, IPv4Address) else IPV6_PREFIX
    return str(ip_network((address, bits), strict=False))


def _parsed(text: str) -> _Address | None:
    try:
        return ip_address(text.strip("[]").split("%")[0])
    except ValueError:
        return None
