"""What WhatsApp still needs, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from channels.graph.check import Check, Finding, Meta, handshake, run
from channels.graph.client import GraphClient
from channels.graph.reading import identifier, rows, table, words
from channels.whatsapp.settings import WhatsAppOptions
from channels.whatsapp.setup import PATH

_PERMISSIONS = ("whatsapp_business_messaging", "whatsapp_business_management")
_FIELDS = ("messages",)


async def check_whatsapp(options: WhatsAppOptions, public_url: str) -> list[Finding]:
    """Token, numbers, subscriptions, templates, webhook address."""
    client = GraphClient(options.graph, options.app_secret[0])
    try:
        return await run(_checks(options, client, public_url + PATH))
    finally:
        await client.close()


def _checks(
    options: WhatsAppOptions, client: GraphClient, address: str
) -> Iterator[tuple[str, Check]]:
    yield "webhook address", partial(handshake, "webhook address", address, options.verify_token)
    for number in options.accounts:
        yield f"number {number}", partial(_number, client, options, number)
    if not options.app_id:
        yield "app", partial(_missing, "app", "APP_ID")
        return
    meta = Meta(client, options.app_id, options.app_secret[0])
    for number in options.accounts:
        subject, token = f"token of {number}", options.token(number) or ""
        yield subject, partial(meta.token, subject, token, _PERMISSIONS)
    yield (
        "webhook of the app",
        partial(
            meta.subscription, "webhook of the app", "whatsapp_business_account", address, _FIELDS
        ),
    )
    if not options.business_account_id:
        yield "business account", partial(_missing, "business account", "BUSINESS_ACCOUNT_ID")
        return
    yield "business account", partial(_subscribed, client, options)
    for language in ("fr", "nl"):
        yield f"template in {language}", partial(_template, client, options, language)


async def _missing(subject: str, name: str) -> Finding:
    return Finding(
        subject, False, f"set {WhatsAppOptions.prefix}{name}, else this cannot be checked"
    )


async def _number(client: GraphClient, options: WhatsAppOptions, number: str) -> Finding:
    fields = "display_phone_number,verified_name,status,quality_rating"
    found = await client.get(number, options.token(number) or "", fields=fields)
    status, quality = words(found.get("status")), words(found.get("quality_rating"))
    shown = f"{words(found.get('display_phone_number'))} {words(found.get('verified_name'))}"
    if status != "CONNECTED":
        return Finding(f"number {number}", False, f"{shown} is {status}: register it")
    if quality == "RED":
        return Finding(f"number {number}", False, f"{shown}: Meta rates its quality red")
    return Finding(f"number {number}", True, shown)


async def _subscribed(client: GraphClient, options: WhatsAppOptions) -> Finding:
    account = options.business_account_id
    token = options.token(options.accounts[0]) or ""
    answer = await client.get(f"{account}/subscribed_apps", token)
    apps = {
        identifier(table(table(one).get("whatsapp_business_api_data")).get("id"))
        for one in rows(answer.get("data"))
    }
    if options.app_id not in apps:
        mend = f"subscribe the app: POST /{account}/subscribed_apps"
        return Finding("business account", False, mend)
    return Finding("business account", True, f"{account} sends its events to the app")


async def _template(client: GraphClient, options: WhatsAppOptions, language: str) -> Finding:
    subject, name = f"template in {language}", options.template
    answer = await client.get(
        f"{options.business_account_id}/message_templates",
        options.token(options.accounts[0]) or "",
        name=name,
        fields="name,language,status",
    )
    for one in map(table, rows(answer.get("data"))):
        if words(one.get("name")) == name and words(one.get("language")) == language:
            status = words(one.get("status"))
            say = name if status == "APPROVED" else f"{name} is {status}, not APPROVED"
            return Finding(subject, status == "APPROVED", say)
    return Finding(subject, False, f"make {name} in {language}, and wait for its approval")
