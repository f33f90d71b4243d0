"""What the Graph API tells about an app, a token, a number or a page."""

from __future__ import annotations

from typing import Any

from channels.standin.account import Account
from channels.standin.refusal import Refusal

Json = dict[str, Any]
PAGE_FIELDS = [
    "messages",
    "messaging_postbacks",
    "message_deliveries",
    "message_reads",
    "message_echoes",
    "message_edits",
    "message_reactions",
    "messaging_referrals",
    "messaging_handovers",
    "standby",
]
_SCOPES = {
    "whatsapp": ["whatsapp_business_messaging", "whatsapp_business_management"],
    "messenger": ["pages_messaging", "pages_manage_metadata"],
}


def answer_about(account: Account, path: str, query: dict[str, str], webhook: str) -> Json:
    """The answer to a GET; ``webhook`` is the address that the app has. Raises Refusal."""
    if path == "debug_token":
        return _token(account, query.get("input_token", ""))
    if path == f"{account.app_id}/subscriptions":
        kind = "page" if account.platform == "messenger" else "whatsapp_business_account"
        fields = [{"name": name, "version": "v25.0"} for name in PAGE_FIELDS]
        subscription = {"object": kind, "callback_url": webhook, "fields": fields, "active": True}
        return {"data": [subscription]}
    node, _, edge = path.partition("/")
    if node in account.ids and not edge:
        return _account(account, node)
    if edge == "subscribed_apps" and node in (account.business_account, *account.ids):
        app: Json = {"id": account.app_id, "subscribed_fields": PAGE_FIELDS}
        app["whatsapp_business_api_data"] = {"id": account.app_id}
        return {"data": [app]}
    if edge == "message_templates" and node == account.business_account:
        return {"data": [_template(account, code) for code in ("fr", "nl")]}
    raise Refusal(100, "Unsupported get request. Object does not exist", subcode=33)


def _token(account: Account, token: str) -> Json:
    valid = token in map(account.token_of, account.ids)
    found: Json = {"is_valid": valid, "app_id": account.app_id, "expires_at": 0}
    return {"data": found | {"scopes": _SCOPES[account.platform] if valid else []}}


def _account(account: Account, node: str) -> Json:
    if account.platform == "messenger":
        return {"id": node, "name": "Page of the stand-in"}
    return {
        "id": node,
        "display_phone_number": "+32 2 000 00 00",
        "verified_name": "Stand-in",
        "status": "CONNECTED",
        "quality_rating": "GREEN",
    }


def _template(account: Account, code: str) -> Json:
    return {"name": account.template, "language": code, "status": "APPROVED"}
