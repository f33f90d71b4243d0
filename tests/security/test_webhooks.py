"""Webhooks: only Meta's own words are taken, once, and never too many."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import hmac
import json
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from channels.graph.signature import HEADER, sign
from channels.graph.webhook import LARGEST_BODY
from channels.standin.account import Account
from channels.standin.messenger_events import MessengerEvents
from channels.standin.whatsapp_events import WhatsAppEvents
from store.models import InboxRow, MessageRow, OutboxRow
from tests.security.stage import MESSENGER, WHATSAPP, Stage
from tests.support.waiting import until

BOTH = pytest.mark.parametrize("account", [WHATSAPP, MESSENGER], ids=lambda one: one.platform)
PERSON = "4912086553027419"


def notification(account: Account, here: Stage, text: str = "bonjour") -> bytes:
    """Somebody writes."""
    maker: Any = WhatsAppEvents if account.platform == "whatsapp" else MessengerEvents
    return json.dumps(maker(account, here.clock).text(PERSON, text)).encode()


async def call(
    here: Stage, account: Account, body: bytes, signature: str | None, **headers: str
) -> int:
    """Deliver bytes."""
    given = {"Content-Type": "application/json", **headers}
    if signature is not None:
        given[HEADER] = signature
    path = f"/webhooks/{account.platform}"
    status, _, _ = await here.ask("POST", path, data=BytesIO(body), headers=given)
    return status


async def count(here: Stage, table: Any) -> int:
    """How many rows."""
    async with here.house.core.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


@BOTH
async def test_forged_webhooks_are_refused(here: Stage, account: Account) -> None:
    body = notification(account, here)
    good = sign(body, account.app_secret)
    forged = (
        None,
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        sign(body, "another secret"),
        sign(body, ""),
        sign(body + b" ", account.app_secret),
        good.removeprefix("sha256="),
        good.replace("sha256", "sha1"),
        "sha1=" + hmac.new(account.app_secret.encode(), body, hashlib.sha1).hexdigest(),
        good[:-1],
        "sha256=\u00e9",
    )
    for signature in forged:
        assert await call(here, account, body, signature) == 401, signature
    assert await call(here, account, body.replace(b"bonjour", b"bonsoir"), good) == 401
    assert await count(here, InboxRow) == 0
    assert await call(here, account, body, good) == 200
    assert await count(here, InboxRow) == 1


@BOTH
async def test_a_replayed_webhook_changes_nothing(here: Stage, account: Account) -> None:
    body = notification(account, here)
    signature = sign(body, account.app_secret)
    together = await asyncio.gather(*(call(here, account, body, signature) for _ in range(8)))
    assert set(together) == {200}
    await settled(here)
    before = (await count(here, MessageRow), await count(here, OutboxRow))
    here.clock.forward(days=7)
    assert await call(here, account, body, signature) == 200
    await asyncio.sleep(0.1)
    assert (await count(here, MessageRow), await count(here, OutboxRow)) == before
    assert [turn.text for turn in here.engine.seen] == ["bonjour"]


@BOTH
async def test_a_replay_after_forget_me_revives_nothing(here: Stage, account: Account) -> None:
    body = notification(account, here, "forget")
    signature = sign(body, account.app_secret)
    assert await call(here, account, body, signature) == 200
    await settled(here)
    assert await count(here, MessageRow) == 0
    assert await call(here, account, body, signature) == 200
    await asyncio.sleep(0.1)
    assert await count(here, MessageRow) == 0
    assert len(here.engine.seen) == 1


async def settled(here: Stage) -> None:
    """Until every accepted message has its turn."""

    async def all_done() -> bool:
        async with here.house.core.read() as session:
            waiting = await session.scalar(
                select(func.count()).select_from(InboxRow).where(InboxRow.done_at.is_(None))
            )
        return not waiting and bool(here.engine.seen)

    await until(all_done)


@BOTH
async def test_a_webhook_of_one_platform_opens_no_other(here: Stage, account: Account) -> None:
    other = MESSENGER if account is WHATSAPP else WHATSAPP
    body = notification(account, here)
    await call(here, other, body, sign(body, account.app_secret))
    await asyncio.sleep(0.05)
    assert await count(here, InboxRow) == 0


@BOTH
async def test_signed_nonsense_is_taken_and_does_nothing(here: Stage, account: Account) -> None:
    nonsense = (
        b"null", b"[]", b"{", b"\xff\xfe", b'{"object": 1, "entry": [1]}',
        b'{"entry": {"changes": [[]]}}', b"[" * 50_000, b'{"a":' * 20_000,
        b'{"entry":[{"changes":[{"value":{"messages":[{"text":{"body":[]}}]}}]}]}',
        b'{"entry":[{"messaging":[{"sender":{"id":{}},"message":{"mid":7,"text":{}}}]}]}',
    )  # fmt: skip
    for body in nonsense:
        assert await call(here, account, body, sign(body, account.app_secret)) == 200, body[:40]
    assert await count(here, InboxRow) == 0


@BOTH
async def test_too_much_is_refused_before_it_is_read(here: Stage, account: Account) -> None:
    body = b"{" + b" " * LARGEST_BODY + b"}"
    assert await call(here, account, body, sign(body, account.app_secret)) == 413
    bomb = gzip.compress(b"0" * (40 * 1024 * 1024))
    coding = {"Content-Encoding": "gzip"}
    status = await call(here, account, bomb, sign(bomb, account.app_secret), **coding)
    assert status in {400, 401, 413}


@BOTH
async def test_the_handshake_needs_the_token(here: Stage, account: Account) -> None:
    asked = "hub.mode=subscribe&hub.challenge=%3Cscript%3E1&hub.verify_token="
    path = f"/webhooks/{account.platform}?{asked}"
    for token in ("", "wrong", account.app_secret):
        assert (await here.ask("GET", path + token))[0] == 403
    status, text, headers = await here.ask("GET", path + account.verify_token)
    assert (status, text) == (200, "<script>1")
    assert headers["Content-Type"].startswith("text/plain")
    assert headers["X-Content-Type-Options"] == "nosniff"
