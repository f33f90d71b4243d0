"""Changing the secret key of a running house: nobody is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from service.errors import NotFound, SignInRefused
from service.house import House, open_house
from service.inbox import InboundMessage
from service.keys import Keys
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import MONDAY, PASSWORD, HandClock, make_counsellor

OLD, NEW = "o" * 40, "n" * 40


def inbound(number: int) -> InboundMessage:
    return InboundMessage(
        channel="whatsapp",
        account="1",
        person="BE.1",
        address="32475123456",
        platform_message_id=f"wamid.{number}",
        at=MONDAY + timedelta(seconds=number),
        text="bonjour",
    )


async def test_codes_tokens_people_and_sessions_outlive_a_rotation(tmp_path: Path) -> None:
    async def opened(keys: Keys) -> House:
        url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
        return await open_house(url, FakeEngine(), keys, clock=HandClock())

    before = await opened(Keys.from_secret(OLD))
    await make_counsellor(before)
    session = await before.sign_in.sign_in("amina", PASSWORD)
    started = await before.visitors.start("fr")
    booked = await before.visitors.say(started.id, text="book")
    code = booked.messages[0].text.removeprefix("booked: ")
    assert await before.inbox.accept(inbound(1))
    await before.stop()

    after = await opened(Keys.from_secret(NEW, previous=[OLD]))
    await after.visitors.authenticate(started.id, started.token)
    assert (await after.appointments.find(code, "a")).status == "confirmed"
    seen = [view.text for view in await after.visitors.messages(started.id)]
    assert f"booked: {code}" in seen
    assert (await after.sign_in.session(session.token)).counsellor.login == "amina"
    assert not await after.inbox.accept(inbound(1))
    assert await after.inbox.accept(inbound(2))
    await after.stop()

    last = await opened(Keys.from_secret(NEW))
    assert not await last.inbox.accept(inbound(2))  # hashed anew when it wrote again
    with pytest.raises(NotFound):
        await last.appointments.find(code, "a")
    with pytest.raises(SignInRefused):
        await last.sign_in.session(session.token)
    await last.stop()
