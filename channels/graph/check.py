"""What ``azimut channels check`` asks Meta, for both platforms: token, app, webhook address."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import aiohttp

from channels.errors import ChannelError, GraphError
from channels.graph.client import GraphClient
from channels.graph.reading import identifier, rows, table, words

Json = dict[str, Any]
_CHALLENGE = "azimut-check"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, whether it is right, and the mend if not."""

    subject: str
    right: bool
    say: str

    def __str__(self) -> str:
        return f"{'ok   ' if self.right else 'WRONG'} {self.subject}: {self.say}"


Check = Callable[[], Awaitable[Finding]]


async def run(checks: Iterable[tuple[str, Check]]) -> list[Finding]:
    """All of them; one that cannot be made is itself a finding."""
    found = []
    for subject, check in checks:
        try:
            found.append(await check())
        except GraphError as error:
            found.append(Finding(subject, False, f"Meta refuses ({error})"))
        except ChannelError as error:
            found.append(Finding(subject, False, f"Meta cannot be reached ({error})"))
    return found


@dataclass(frozen=True, slots=True)
class Meta:
    """An app at Meta, as its settings describe it."""

    client: GraphClient
    app_id: str
    app_secret: str

    @property
    def app_token(self) -> str:
        """With which the app asks about itself."""
        return f"{self.app_id}|{self.app_secret}"

    async def token(self, subject: str, token: str, needed: Collection[str]) -> Finding:
        """Is the token valid, ours, and allowed to do what we do?"""
        answer = await self.client.get("debug_token", self.app_token, input_token=token)
        data = table(answer.get("data"))
        if not data.get("is_valid"):
            return Finding(subject, False, "it is not valid (any more): make a new one")
        if identifier(data.get("app_id")) != self.app_id:
            return Finding(subject, False, f"it belongs to another app than {self.app_id}")
        missing = sorted(set(needed) - set(map(words, rows(data.get("scopes")))))
        if missing:
            return Finding(subject, False, f"give it the permission {' and '.join(missing)}")
        ends = " (it expires: use one that does not)" if data.get("expires_at") else ""
        return Finding(subject, True, f"valid, with the permissions that are needed{ends}")

    async def subscription(
        self, subject: str, kind: str, address: str, needed: Collection[str]
    ) -> Finding:
        """Has the app our address, and asks it for the right events?"""
        answer = await self.client.get(f"{self.app_id}/subscriptions", self.app_token)
        known = {words(table(one).get("object")): table(one) for one in rows(answer.get("data"))}
        found = known.get(kind)
        if found is None:
            return Finding(subject, False, f"enter {address} as the webhook of the app")
        if words(found.get("callback_url")) != address:
            there = words(found.get("callback_url"))
            return Finding(subject, False, f"the app calls {there}; it should call {address}")
        fields = {words(table(one).get("name")) for one in rows(found.get("fields"))}
        missing = sorted(set(needed) - fields)
        if missing:
            return Finding(subject, False, f"subscribe the app to {', '.join(missing)}")
        return Finding(subject, True, address)


async def handshake(subject: str, address: str, verify_token: str) -> Finding:
    """Does our own address answer as Meta expects, seen from here?"""
    query = {
        "hub.mode": "subscribe",
        "hub.verify_token": verify_token,
        "hub.challenge": _CHALLENGE,
    }
    timeout = aiohttp.ClientTimeout(total=10)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            async with session.get(address, params=query) as response:
                right = response.status == 200 and await response.text() == _CHALLENGE
                status = response.status
    except (aiohttp.ClientError, OSError, asyncio.TimeoutError) as error:
        return Finding(subject, False, f"{address} does not answer ({type(error).__name__})")
    if not right:
        return Finding(subject, False, f"{address} answers {status}: is this Azimut, restarted?")
    if not address.startswith("https://"):
        return Finding(subject, False, f"{address} must be https for Meta: see AZIMUT_PUBLIC_URL")
    return Finding(subject, True, "answers as Meta expects")
