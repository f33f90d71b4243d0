"""One send to a platform: its account, its pace, and what an error means to the outbox."""

from __future__ import annotations

from typing import Any

from channels.errors import GraphError, GraphSilent, GraphUnreachable
from channels.graph.client import GraphClient
from channels.graph.codes import as_outbox_error
from channels.graph.options import GraphOptions
from channels.graph.rates import Rates
from service.outbox import ChannelDown, Part, SendLater, SendUnknown

Json = dict[str, Any]


class Posting:
    """What the senders of both platforms do alike."""

    def __init__(self, options: GraphOptions, client: GraphClient, rates: Rates) -> None:
        self._options = options
        self._client = client
        self._rates = rates

    async def post(self, part: Part, request: Json) -> Json:
        """Send one message; Meta's answer. Raises the exceptions of ``service.outbox``."""
        token = self._options.token(part.account)
        if token is None or part.account not in self._options.accounts:
            raise ChannelDown(f"unknown_{self._options.account}")
        await self._rates.wait(part.account, part.address)
        try:
            return await self._client.post(f"{part.account}/messages", token, request)
        except GraphError as error:
            raise as_outbox_error(error, part.tries) from error
        except GraphUnreachable as error:
            raise SendLater("unreachable") from error
        except GraphSilent as error:
            raise SendUnknown from error
