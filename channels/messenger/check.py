"""What Messenger still needs, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from channels.graph.check import Check, Finding, Meta, handshake, run
from channels.graph.client import GraphClient
from channels.graph.reading import identifier, rows, table, words
from channels.messenger.settings import MessengerOptions
from channels.messenger.setup import PATH

_PERMISSIONS = ("pages_messaging", "pages_manage_metadata")
# Without the last three a human's answer in the Page Inbox would not silence the bot.
_FIELDS = (
    "messages",
    "messaging_postbacks",
    "message_deliveries",
    "message_reads",
    "message_echoes",
    "standby",
    "messaging_handovers",
)


async def check_messenger(options: MessengerOptions, public_url: str) -> list[Finding]:
    """Token, pages, subscriptions, webhook address."""
    client = GraphClient(options.graph, options.app_secret[0])
    try:
        return await run(_checks(options, client, public_url + PATH))
    finally:
        await client.close()


def _checks(
    options: MessengerOptions, client: GraphClient, address: str
) -> Iterator[tuple[str, Check]]:
    meta = Meta(client, options.app_id, options.app_secret[0])
    yield "webhook address", partial(handshake, "webhook address", address, options.verify_token)
    yield (
        "webhook of the app",
        partial(meta.subscription, "webhook of the app", "page", address, _FIELDS),
    )
    for page in options.accounts:
        subject, token = f"token of {page}", options.token(page) or ""
        yield subject, partial(meta.token, subject, token, _PERMISSIONS)
        yield f"page {page}", partial(_page, client, options, page)


async def _page(client: GraphClient, options: MessengerOptions, page: str) -> Finding:
    token, subject = options.token(page) or "", f"page {page}"
    name = words((await client.get(page, token, fields="name")).get("name"))
    answer = await client.get(f"{page}/subscribed_apps", token)
    apps = {identifier(table(one).get("id")): table(one) for one in rows(answer.get("data"))}
    if options.app_id not in apps:
        return Finding(subject, False, f"subscribe the app: POST /{page}/subscribed_apps")
    fields = set(map(words, rows(apps[options.app_id].get("subscribed_fields"))))
    missing = [field for field in _FIELDS if field not in fields]
    if missing:
        return Finding(subject, False, f"subscribe the page to {', '.join(missing)}")
    return Finding(subject, True, name)
