"""What every handler of the web channel needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web

from channels.web.addresses import Callers
from channels.web.answers import LANGUAGE
from channels.web.bodies import bearer_token
from channels.web.limits import Limits
from knowledge.model import Knowledge
from service.house import House


@dataclass(frozen=True, slots=True)
class WebOptions:
    """What an operator decides about the web channel."""

    public_url: str
    embed_origins: Sequence[str] = ()
    trusted_proxies: Sequence[str] = ()

    @property
    def own_origin(self) -> str:
        """Scheme and host of the public address."""
        return origin_of(self.public_url)

    @property
    def origins(self) -> tuple[str, ...]:
        """The foreign origins that may embed the chat and call the API."""
        return tuple(dict.fromkeys(origin_of(item) for item in self.embed_origins))


@dataclass(frozen=True, slots=True)
class Web:
    """The web channel's surroundings."""

    house: House
    knowledge: Knowledge
    options: WebOptions
    callers: Callers
    limits: Limits = field(default_factory=Limits)

    async def conversation(self, request: web.Request) -> str:
        """The id of a conversation whose token the request carries; errors from here on are told
        in its language.

        Raises Unauthorized (no token), NotFound (unknown conversation or wrong token).
        """
        conversation_id = request.match_info["id"]
        token = bearer_token(request)
        language = await self.house.visitors.authenticate(conversation_id, token)
        if language:
            request[LANGUAGE] = language
        return conversation_id


def origin_of(address: str) -> str:
    """``https://example.org/page`` → ``https://example.org``."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
