"""``azimut channels check``: what is right, what is wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.platforms import Platforms, load_platforms
from channels.graph.check import Finding
from channels.messenger.check import check_messenger
from channels.standin.account import Platform
from channels.whatsapp.check import check_whatsapp
from tests.scenario.channels.platform_support import NUMBER, Stage, stage

Json = dict[str, Any]
SCOPES = ["pages_messaging", "pages_manage_metadata"]
BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])


def settings_of(on: Stage, **changes: str) -> Platforms:
    """The settings of a stage, with changes by the end of a key."""
    account, graph = on.world.account, on.world.graph.url
    prefix = f"AZIMUT_{account.platform.upper()}_"
    changed = {prefix + name: value for name, value in changes.items()}
    return load_platforms(account.environment(graph) | changed)


async def findings(on: Stage, platforms: Platforms) -> dict[str, Finding]:
    """What the check says, by subject."""
    address = str(on.server.make_url("")).rstrip("/")
    if platforms.whatsapp is not None:
        found = await check_whatsapp(platforms.whatsapp, address)
    else:
        assert platforms.messenger is not None
        found = await check_messenger(platforms.messenger, address)
    return {finding.subject: finding for finding in found}


@BOTH
async def test_everything_in_place(tmp_path: Path, platform: Platform) -> None:
    async with stage(tmp_path, platform) as on:
        found = await findings(on, settings_of(on))
        wrong = {subject for subject, finding in found.items() if not finding.right}
        assert wrong == {"webhook address"}  # http, on a machine of one's own
        assert "must be https" in found["webhook address"].say


@BOTH
async def test_each_thing_that_is_wrong_is_one_line_with_its_mend(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        number = on.world.account.ids[0]
        bad_token = await findings(on, settings_of(on, ACCESS_TOKEN="old"))
        assert "make a new one" in bad_token[f"token of {number}"].say
        bad_secret = await findings(on, settings_of(on, APP_SECRET="other"))
        assert all("code 190" in f.say or "appsecret_proof" in f.say
                   for s, f in bad_secret.items() if s != "webhook address")  # fmt: skip
        other_word = await findings(on, settings_of(on, VERIFY_TOKEN="other"))
        assert "answers 403" in other_word["webhook address"].say
        on.world.graph.webhook = "https://old.example/webhooks/x"
        moved = await findings(on, settings_of(on))
        assert "the app calls https://old.example" in moved["webhook of the app"].say
        assert not any("\n" in str(finding) for finding in moved.values())


async def test_a_missing_template_and_missing_ids(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        other = await findings(on, settings_of(on, TEMPLATE="another_name"))
        assert "make another_name in nl" in other["template in nl"].say
        nameless = await findings(on, settings_of(on, APP_ID=""))
        assert nameless["app"].say.startswith("set AZIMUT_WHATSAPP_APP_ID")


APP, BUSINESS = "8001", "102290129340398"
WHATSAPP_MISTAKES: list[tuple[str, Json, str, str]] = [
    ("debug_token", {"data": {"is_valid": False}}, f"token of {NUMBER}", "make a new one"),
    ("debug_token", {"data": {"is_valid": True, "app_id": "9"}}, f"token of {NUMBER}",
     "another app than 8001"),
    ("debug_token", {"data": {"is_valid": True, "app_id": APP, "scopes": []}},
     f"token of {NUMBER}", "whatsapp_business_management and whatsapp_business_messaging"),
    (f"{APP}/subscriptions", {"data": []}, "webhook of the app", "as the webhook of the app"),
    (NUMBER, {"display_phone_number": "+32", "status": "PENDING"}, f"number {NUMBER}",
     "PENDING: register it"),
    (NUMBER, {"status": "CONNECTED", "quality_rating": "RED"}, f"number {NUMBER}", "quality red"),
    (f"{BUSINESS}/subscribed_apps", {"data": []}, "business account",
     f"POST /{BUSINESS}/subscribed_apps"),
    (f"{BUSINESS}/message_templates",
     {"data": [{"name": "azimut_answer_waiting", "language": "nl", "status": "REJECTED"}]},
     "template in nl", "is REJECTED, not APPROVED"),
    (f"{BUSINESS}/message_templates",
     {"data": [{"name": "azimut_answer_waiting", "language": "nl", "status": "APPROVED"}]},
     "template in fr", "make azimut_answer_waiting in fr"),
]  # fmt: skip
MESSENGER_MISTAKES: list[tuple[str, Json, str, str]] = [
    ("debug_token", {"data": {"is_valid": True, "app_id": APP, "scopes": ["pages_messaging"]}},
     f"token of {NUMBER}", "the permission pages_manage_metadata"),
    (f"{APP}/subscriptions", {"data": [{"object": "user"}]}, "webhook of the app",
     "as the webhook of the app"),
    (f"{NUMBER}/subscribed_apps", {"data": [{"id": "9"}]}, f"page {NUMBER}",
     f"POST /{NUMBER}/subscribed_apps"),
    (f"{NUMBER}/subscribed_apps", {"data": [{"id": APP, "subscribed_fields": ["messages"]}]},
     f"page {NUMBER}", "message_echoes, standby, messaging_handovers"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("platform", "mistakes"), [("whatsapp", WHATSAPP_MISTAKES), ("messenger", MESSENGER_MISTAKES)]
)
async def test_every_mistake_at_meta_is_named_with_its_mend(
    tmp_path: Path, platform: Platform, mistakes: list[tuple[str, Json, str, str]]
) -> None:
    async with stage(tmp_path, platform) as on:
        for path, answer, subject, mend in mistakes:
            on.world.graph.mistakes = {path: answer}
            found = (await findings(on, settings_of(on)))[subject]
            assert not found.right and mend in found.say, str(found)


async def test_a_token_that_expires_and_a_webhook_without_its_fields(tmp_path: Path) -> None:
    async with stage(tmp_path, "messenger") as on:
        token = {"is_valid": True, "app_id": APP, "expires_at": 1, "scopes": SCOPES}
        hook = {"object": "page", "callback_url": on.world.graph.webhook, "fields": []}
        on.world.graph.mistakes = {
            "debug_token": {"data": token}, f"{APP}/subscriptions": {"data": [hook]},
        }  # fmt: skip
        found = await findings(on, settings_of(on))
        assert found[f"token of {NUMBER}"].right and "it expires" in found[f"token of {NUMBER}"].say
        assert "subscribe the app to message_deliveries" in found["webhook of the app"].say


async def test_an_address_where_nobody_is(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        options = settings_of(on).whatsapp
        assert options is not None
        (door, *_) = await check_whatsapp(options, "http://127.0.0.1:9")
        assert "does not answer (ClientConnectorError)" in door.say
        nobody = await findings(on, settings_of(on, BUSINESS_ACCOUNT_ID=""))
        assert nobody["business account"].say.startswith("set AZIMUT_WHATSAPP_BUSINESS_ACCOUNT_ID")


async def test_meta_out_of_reach(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        platforms = settings_of(on)
        assert platforms.whatsapp is not None
        away = replace(platforms.whatsapp, graph_url="http://127.0.0.1:9")
        found = await findings(on, Platforms(whatsapp=away))
        assert "cannot be reached" in found["webhook of the app"].say
