"""Look whether the pages that articles rest on are still there. Only when asked to, and gently.

One page at a time on each site with a pause between two, as the site's robots.txt wants it;
nothing but the head of a page where the site gives it; a name by which the site knows who asks.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import AF_UNSPEC, getaddrinfo
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import aiohttp

PAUSE = 2.0  # seconds between two requests to a site, more where its robots.txt says so
LONGEST_PAUSE = 30.0
TIMEOUT = aiohttp.ClientTimeout(total=20)
SITES_AT_ONCE = 4
_NO_HEAD = {400, 403, 404, 405, 406, 500, 501, 503}
"""Answers to HEAD that many sites give although the page is there: ask again with GET."""
_UNSURE = {401, 403, 429, 503}
"""The site does not want to tell a program: not broken."""

Result = tuple[str, int | None, str]
"""Address, HTTP status, problem ("" when the page is there)."""


class Inside(aiohttp.ClientError):
    """An address of our own network: an article must not make the server knock there."""


def is_public(address: str) -> bool:
    """Whether a host has addresses of the internet only. Raises OSError, ValueError."""
    host = urlsplit(address).hostname
    if host is None:
        return False
    found = getaddrinfo(host, None, AF_UNSPEC)
    return all(ip_address(entry[4][0]).is_global for entry in found)


@dataclass
class LinkChecker:
    """``name`` is sent as the user agent; ``pause`` and ``public`` are for tests."""

    name: str
    pause: float = PAUSE
    public: Callable[[str], bool] = is_public
    tell: Callable[[Result], None] = lambda result: None
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)

    async def check(self, addresses: Iterable[str]) -> list[Result]:
        """Look at each address once."""
        by_site: Mapping[str, list[str]] = defaultdict(list)
        for address in addresses:
            by_site[urlsplit(address).netloc].append(address)
        gate = asyncio.Semaphore(SITES_AT_ONCE)
        headers = {"User-Agent": self.name}
        async with aiohttp.ClientSession(
            timeout=TIMEOUT, headers=headers, middlewares=[self._stay_outside]
        ) as session:
            found = await asyncio.gather(
                *(self._site(session, gate, site) for site in by_site.values())
            )
        return [result for results in found for result in results]

    async def _site(
        self, session: aiohttp.ClientSession, gate: asyncio.Semaphore, addresses: list[str]
    ) -> list[Result]:
        async with gate:
            results = []
            for address in addresses:
                result = await self._address(session, address)
                self.tell(result)
                results.append(result)
                await asyncio.sleep(self._pause(address))
            return results

    async def _address(self, session: aiohttp.ClientSession, address: str) -> Result:
        try:
            if not await self._allowed(session, address):
                return address, None, ""
            status = await self._status(session, address)
        except Inside:
            return address, None, "address"
        except asyncio.TimeoutError:
            return address, None, "timeout"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return address, None, type(error).__name__
        return address, status, str(status) if status >= 400 and status not in _UNSURE else ""

    async def _status(self, session: aiohttp.ClientSession, address: str) -> int:
        async with session.head(address, allow_redirects=True, max_redirects=5) as response:
            status = response.status
        if status not in _NO_HEAD:
            return status
        await asyncio.sleep(self._pause(address))
        async with session.get(address, allow_redirects=True, max_redirects=5) as response:
            return response.status  # the body is not read

    async def _stay_outside(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Before every request, those that a redirect leads to as well. Raises Inside."""
        if not await asyncio.to_thread(self.public, str(request.url)):
            raise Inside
        return await handler(request)

    async def _allowed(self, session: aiohttp.ClientSession, address: str) -> bool:
        """What the site's robots.txt says; without one, everything is allowed."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            async with session.get(f"{site}/robots.txt", max_redirects=5) as response:
                text = await response.text(errors="replace") if response.status == 200 else ""
            rules.parse(text.splitlines())
            self._robots[site] = rules
        return self._robots[site].can_fetch(self.name, address)

    def _pause(self, address: str) -> float:
        parts = urlsplit(address)
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        wanted = float(rules.crawl_delay(self.name) or 0) if rules else 0.0
        return max(self.pause, min(wanted, LONGEST_PAUSE))
