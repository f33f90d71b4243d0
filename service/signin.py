"""Signing in to the desk, and the sessions that follow."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts import counsellor_view
from service.audit import audit_line
from service.core import Core
from service.errors import SignInRefused, Throttled
from service.keys import new_token
from service.passwords import hashed, matches
from service.throttle import Throttle
from service.views import DeskSession
from store.models import CounsellorRow, DeskSessionRow

_TOUCH = timedelta(seconds=30)  # the idle time is written down at most so often


class SignIn:
    """Sessions of the desk: a token in a cookie, of which only the hash is kept."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._by_login = Throttle(core.clock, 8, timedelta(minutes=15))
        self._by_client = Throttle(core.clock, 30, timedelta(minutes=15))
        self._no_account: str | None = None  # a hash to compare with when there is no account

    async def sign_in(
        self, login: str, password: str, *, totp: str | None = None, client: str = ""
    ) -> DeskSession:
        """Raises SignInRefused, Throttled (per account and per client)."""
        row = await self._checked(login, password, client)
        if row.totp_secret is not None:
            await self._check_totp(row, totp or "", login, client)
        self._by_login.clear(_key(login))
        return await self._open(row)

    async def needs_totp(self, login: str, password: str, client: str = "") -> bool:
        """Whether to ask for a code next. Raises like ``sign_in``."""
        return (await self._checked(login, password, client)).totp_secret is not None

    async def sign_in_as(self, login: str) -> DeskSession:
        """For OpenID Connect, after its own proof. Raises SignInRefused for an unknown login."""
        async with self._core.read() as session:
            row = await _account(session, login)
        if row is None:
            raise SignInRefused("no such account")
        return await self._open(row)

    async def session(self, token: str, *, touch: bool = True) -> DeskSession:
        """The session of a cookie. Raises SignInRefused.

        ``touch``: somebody did something, so that the idle time begins again.
        """
        hashes = self._core.keys.hashes("desk-session", token)
        now = self._core.now()
        async with self._core.read() as session:
            found = (
                await session.execute(
                    select(DeskSessionRow, CounsellorRow)
                    .join(CounsellorRow, CounsellorRow.id == DeskSessionRow.counsellor_id)
                    .where(DeskSessionRow.token_hash.in_(hashes), CounsellorRow.active)
                )
            ).first()
        if found is None:
            raise SignInRefused("no such session")
        row, counsellor = found
        idle = timedelta(seconds=self._core.options.session_idle)
        if now >= row.expires_at or now - row.seen_at > idle:
            raise SignInRefused("the session has ended")
        if touch and now - row.seen_at > _TOUCH:
            await self._touch(row.token_hash, now)
        return self._view(counsellor, token, row.expires_at)

    async def sign_out(self, token: str) -> None:
        """End the session."""
        hashes = self._core.keys.hashes("desk-session", token)
        async with self._core.write() as session:
            await session.execute(
                delete(DeskSessionRow).where(DeskSessionRow.token_hash.in_(hashes))
            )

    async def _checked(self, login: str, password: str, client: str) -> CounsellorRow:
        wait = max(self._by_login.wait(_key(login)), self._by_client.wait(client))
        if wait > 0:
            raise Throttled(wait)
        async with self._core.read() as session:
            row = await _account(session, login)
        known = row.password_hash if row is not None else await self._decoy()
        if not await matches(known, password) or row is None:
            await self._failed(login, client)
            raise SignInRefused("unknown account or wrong password")
        return row

    async def _check_totp(self, row: CounsellorRow, code: str, login: str, client: str) -> None:
        """A code works once: its time step must be later than the last one used."""
        now = self._core.now()
        totp = pyotp.TOTP(self._core.keys.decrypt(row.totp_secret or ""))
        steps = [int(now.timestamp()) // 30 + drift for drift in (-1, 0, 1)]
        step = next((step for step in steps if totp.at(step * 30) == code.strip()), None)
        if step is None or (row.totp_last is not None and step <= row.totp_last):
            await self._failed(login, client)
            raise SignInRefused("wrong one-time code")
        async with self._core.write() as session:
            fresh = await session.get(CounsellorRow, row.id, with_for_update=True)
            if fresh is None or (fresh.totp_last is not None and step <= fresh.totp_last):
                raise SignInRefused("wrong one-time code")
            fresh.totp_last = step

    async def _failed(self, login: str, client: str) -> None:
        self._by_login.fail(_key(login))
        self._by_client.fail(client)
        async with self._core.write() as session:
            session.add(audit_line(self._core, None, "sign_in_refused"))

    async def _open(self, row: CounsellorRow) -> DeskSession:
        now, token = self._core.now(), new_token()
        expires = now + timedelta(seconds=self._core.options.session_life)
        async with self._core.write() as session:
            session.add(
                DeskSessionRow(
                    token_hash=self._core.keys.hash("desk-session", token),
                    counsellor_id=row.id,
                    created_at=now,
                    seen_at=now,
                    expires_at=expires,
                )
            )
            session.add(audit_line(self._core, row.id, "sign_in", row.id))
        return self._view(row, token, expires)

    async def _touch(self, token_hash: str, now: datetime) -> None:
        async with self._core.write() as session:
            row = await session.get(DeskSessionRow, token_hash)
            if row is not None:
                row.seen_at = now

    async def _decoy(self) -> str:
        if self._no_account is None:
            self._no_account = await hashed(new_token())
        return self._no_account

    def _view(self, row: CounsellorRow, token: str, expires: datetime) -> DeskSession:
        csrf = self._core.keys.session_hash("csrf", token)
        return DeskSession(counsellor_view(row), token, csrf, expires)


async def _account(session: AsyncSession, login: str) -> CounsellorRow | None:
    row: CounsellorRow | None = await session.scalar(
        select(CounsellorRow).where(CounsellorRow.login == _key(login), CounsellorRow.active)
    )
    return row


def _key(login: str) -> str:
    return login.strip().lower()
