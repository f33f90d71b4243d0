"""Accounts and sign-in."""

from __future__ import annotations

from pathlib import Path

import pyotp
import pytest

from service.errors import BadRequest, NotFound, SignInRefused, Throttled
from tests.support.house_support import PASSWORD, HandClock, make_counsellor, make_house


async def test_signing_in_and_out(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house, available=False)
        session = await house.sign_in.sign_in(" Amina ", PASSWORD)
        assert session.counsellor.id == amina.id
        again = await house.sign_in.session(session.token)
        assert again.csrf == session.csrf
        stored = b"".join(path.read_bytes() for path in tmp_path.glob("azimut.sqlite3*"))
        assert session.token.encode() not in stored
        assert session.csrf.encode() not in stored
        await house.sign_in.sign_out(session.token)
        with pytest.raises(SignInRefused):
            await house.sign_in.session(session.token)


async def test_wrong_names_and_passwords_look_the_same_and_are_throttled(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        await make_counsellor(house, available=False)
        words = set()
        for login, password in (("amina", "wrong"), ("nobody", PASSWORD)):
            with pytest.raises(SignInRefused) as refused:
                await house.sign_in.sign_in(login, password, client="c")
            words.add(str(refused.value))
        assert len(words) == 1
        for _ in range(7):
            with pytest.raises(SignInRefused):
                await house.sign_in.sign_in("amina", "wrong", client="other")
        with pytest.raises(Throttled):
            await house.sign_in.sign_in("amina", PASSWORD, client="c")


async def test_sessions_end(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        amina = await make_counsellor(house, available=False)
        session = await house.sign_in.sign_in("amina", PASSWORD)
        for _ in range(4):
            clock.forward(minutes=29)
            await house.sign_in.session(session.token)
        clock.forward(minutes=31)
        with pytest.raises(SignInRefused):
            await house.sign_in.session(session.token)

        long = await house.sign_in.sign_in("amina", PASSWORD)
        for _ in range(30):
            clock.forward(minutes=25)
            try:
                await house.sign_in.session(long.token)
            except SignInRefused:
                break
        else:
            raise AssertionError("a session lives twelve hours at most")

        for end in ("password", "inactive"):
            session = await house.sign_in.sign_in("amina", PASSWORD)
            if end == "password":
                await house.people.reset_password("amina", PASSWORD)
            else:
                await house.people.change(amina.id, active=False)
            with pytest.raises(SignInRefused):
                await house.sign_in.session(session.token)
        with pytest.raises(SignInRefused):
            await house.sign_in.sign_in("amina", PASSWORD)


async def test_one_time_codes_work_once(tmp_path: Path) -> None:
    clock = HandClock()
    async with make_house(tmp_path, clock=clock) as house:
        amina = await make_counsellor(house, available=False)
        address = await house.people.start_totp(amina.id)
        totp = pyotp.parse_uri(address)
        assert isinstance(totp, pyotp.TOTP)
        with pytest.raises(SignInRefused):
            await house.people.confirm_totp(amina.id, "000000")
        assert not await house.sign_in.needs_totp("amina", PASSWORD)
        await house.people.confirm_totp(amina.id, totp.at(clock.now))
        assert await house.sign_in.needs_totp("amina", PASSWORD)
        with pytest.raises(SignInRefused):
            await house.sign_in.sign_in("amina", PASSWORD)
        code = totp.at(clock.now)
        await house.sign_in.sign_in("amina", PASSWORD, totp=code)
        with pytest.raises(SignInRefused):
            await house.sign_in.sign_in("amina", PASSWORD, totp=code)
        clock.forward(seconds=60)
        await house.sign_in.sign_in("amina", PASSWORD, totp=totp.at(clock.now))
        assert (await house.people.get(amina.id)).has_totp


async def test_accounts(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        demo, password = await house.people.add("demo", "Demo", role="admin", demo=True)
        assert len(password) >= 20
        assert await house.people.demo_exists()
        await house.people.change(demo.id, by=demo.id, active=False)
        assert not await house.people.demo_exists()
        changed = await house.people.change(demo.id, languages=("nl",), themes=("studies",))
        assert (changed.languages, changed.themes) == (("nl",), ("studies",))
        with pytest.raises(BadRequest):
            await house.people.add("DEMO", "Twice")
        with pytest.raises(NotFound):
            await house.people.reset_password("nobody")
        wrong: list[dict[str, object]] = [
            {"role": "king"},
            {"languages": ("de",)},
            {"cap": 0},
            {"name": ""},
            {"name": "x" * 81},
            {"team": "x" * 61},
            {"password_hash": "x"},
        ]
        for fields in wrong:
            with pytest.raises(BadRequest):
                await house.people.change(demo.id, None, **fields)
        with pytest.raises(BadRequest):
            await house.people.add("x", "X", password="short")


async def test_a_password_is_changed_by_who_knows_it(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house, available=False)
        with pytest.raises(SignInRefused):
            await house.people.change_password(amina.id, "wrong", "a new password")
        await house.people.change_password(amina.id, PASSWORD, "a new password")
        assert await house.sign_in.sign_in("amina", "a new password")


async def test_a_new_password_ends_the_sessions_elsewhere(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house, available=False)
        await make_counsellor(house, "bram", available=False)
        here, elsewhere = [await house.sign_in.sign_in("amina", PASSWORD) for _ in range(2)]
        somebody = await house.sign_in.sign_in("bram", PASSWORD)
        await house.people.change_password(amina.id, PASSWORD, "a new password", keep=here.token)
        assert await house.sign_in.session(here.token)
        assert await house.sign_in.session(somebody.token)
        with pytest.raises(SignInRefused):
            await house.sign_in.session(elsewhere.token)


async def test_who_finds_a_page_open_may_not_try_passwords_for_long(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        amina = await make_counsellor(house, available=False)
        for _ in range(8):
            with pytest.raises(SignInRefused):
                await house.people.drop_own_totp(amina.id, "a guess")
        with pytest.raises(Throttled):
            await house.people.change_password(amina.id, PASSWORD, "a new password")
