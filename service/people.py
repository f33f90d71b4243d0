"""Counsellors' accounts."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.account_fields import check_fields
from service.accounts import counsellor_view
from service.audit import audit_line
from service.codes import ALPHABET
from service.core import Core
from service.errors import BadRequest, NotFound, SignInRefused, Throttled
from service.passwords import good, hashed, matches, new_password
from service.throttle import Throttle
from service.views import Counsellor, Role
from store.errors import Conflict
from store.models import CounsellorRow, DeskSessionRow

ISSUER = "Azimut"


class People:
    """Accounts. Passwords are argon2 hashes; ``by`` is the acting admin (None: command line)."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tries = Throttle(core.clock, 8, timedelta(minutes=15))

    async def add(
        self,
        login: str,
        name: str,
        *,
        role: Role = "counsellor",
        languages: tuple[str, ...] = ("fr", "nl"),
        themes: tuple[str, ...] = (),
        team: str | None = None,
        password: str | None = None,
        demo: bool = False,
        by: int | None = None,
    ) -> tuple[Counsellor, str]:
        """Make an account; gives the password (a new one unless given). Raises BadRequest when
        the login is in use or a field makes no sense."""
        check_fields({"role": role, "languages": languages, "name": name, "team": team})
        login = login.strip().lower()
        if not login or len(login) > 80:
            raise BadRequest("login")
        password = good(password) if password is not None else new_password()
        row = CounsellorRow(
            login=login,
            name=name.strip(),
            password_hash=await hashed(password),
            role=role,
            languages=list(languages),
            themes=list(themes),
            team=team,
            interface_language=languages[0],
            active=True,
            demo=demo,
            cap=4,
            presence="offline",
            slot_key="".join(secrets.choice(ALPHABET.lower()) for _ in range(6)),
            created_at=self._core.now(),
        )
        try:
            async with self._core.write() as session:
                session.add(row)
                await session.flush()
                session.add(audit_line(self._core, by, "add_counsellor", row.id))
        except Conflict:
            raise BadRequest("login") from None
        return counsellor_view(row), password

    async def change(
        self, counsellor_id: int, by: int | None = None, **fields: object
    ) -> Counsellor:
        """Any of name, role, languages, themes, team, interface_language, active, cap.

        Raises NotFound, BadRequest naming the field. Making an account inactive ends its
        sessions.
        """
        check_fields(fields)
        async with self._core.write() as session:
            row = await self._row(session, counsellor_id)
            for field, value in fields.items():
                setattr(row, field, list(value) if isinstance(value, tuple) else value)
            if not row.active:
                row.presence = "offline"
                await end_sessions(session, row.id)
            line = f"{row.id}: {', '.join(sorted(fields))}"
            session.add(audit_line(self._core, by, "change_counsellor", line))
            return counsellor_view(row)

    async def all(self, *, active_only: bool = False) -> tuple[Counsellor, ...]:
        """Everybody, by name."""
        query = select(CounsellorRow).order_by(CounsellorRow.name)
        if active_only:
            query = query.where(CounsellorRow.active)
        async with self._core.read() as session:
            return tuple(counsellor_view(row) for row in await session.scalars(query))

    async def get(self, counsellor_id: int) -> Counsellor:
        """Raises NotFound."""
        async with self._core.read() as session:
            return counsellor_view(await self._row(session, counsellor_id))

    async def reset_password(
        self, login: str, password: str | None = None, by: int | None = None
    ) -> str:
        """A new password; all sessions of the account end. Raises NotFound, BadRequest."""
        password = good(password) if password is not None else new_password()
        password_hash = await hashed(password)
        async with self._core.write() as session:
            row = await session.scalar(
                select(CounsellorRow).where(CounsellorRow.login == login.strip().lower())
            )
            if row is None:
                raise NotFound("no such counsellor")
            row.password_hash = password_hash
            await end_sessions(session, row.id)
            session.add(audit_line(self._core, by, "reset_password", row.id))
        return password

    async def change_password(
        self, counsellor_id: int, old: str, new: str, *, keep: str = ""
    ) -> None:
        """All sessions of the account end but ``keep``, the token of the one that asks.

        Raises SignInRefused (the old one is wrong), Throttled, BadRequest (the new one is too
        short).
        """
        new_hash = await hashed(good(new))
        await self._check_password(counsellor_id, old)
        kept = self._core.keys.hashes("desk-session", keep)
        async with self._core.write() as session:
            row = await self._row(session, counsellor_id)
            row.password_hash = new_hash
            await end_sessions(session, row.id, but=kept)
            session.add(audit_line(self._core, counsellor_id, "change_password", row.id))

    async def demo_exists(self) -> bool:
        """Is the demo account active? (``serve`` then refuses another host than loopback.)"""
        query = select(CounsellorRow.id).where(CounsellorRow.demo, CounsellorRow.active)
        async with self._core.read() as session:
            return await session.scalar(query.limit(1)) is not None

    async def start_totp(self, counsellor_id: int) -> str:
        """A new secret as an otpauth:// address, to be confirmed with a code."""
        secret = pyotp.random_base32()
        async with self._core.write() as session:
            row = await self._row(session, counsellor_id)
            row.totp_pending = self._core.keys.encrypt(secret)
            login = row.login
        return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)

    async def confirm_totp(self, counsellor_id: int, code: str) -> None:
        """From now on a one-time code is asked. Raises SignInRefused."""
        async with self._core.write() as session:
            row = await self._row(session, counsellor_id)
            if row.totp_pending is None:
                raise SignInRefused("nothing to confirm")
            totp = pyotp.TOTP(self._core.keys.decrypt(row.totp_pending))
            if not totp.verify(code.strip(), for_time=self._core.now(), valid_window=1):
                raise SignInRefused("wrong code")
            row.totp_secret, row.totp_pending = row.totp_pending, None
            session.add(audit_line(self._core, counsellor_id, "confirm_totp", row.id))

    async def drop_own_totp(self, counsellor_id: int, password: str) -> None:
        """No one-time code any more: only for who knows the password. Raises SignInRefused,
        Throttled."""
        await self._check_password(counsellor_id, password)
        await self.drop_totp(counsellor_id, counsellor_id)

    async def drop_totp(self, counsellor_id: int, by: int | None = None) -> None:
        """No one-time code any more: an admin helps who lost the telephone."""
        async with self._core.write() as session:
            row = await self._row(session, counsellor_id)
            row.totp_secret = row.totp_pending = row.totp_last = None
            session.add(audit_line(self._core, by, "drop_totp", row.id))

    async def _check_password(self, counsellor_id: int, password: str) -> None:
        """Raises SignInRefused, Throttled: who found a page open may not try for long."""
        key = str(counsellor_id)
        wait = self._tries.wait(key)
        if wait > 0:
            raise Throttled(wait)
        async with self._core.read() as session:
            known = (await self._row(session, counsellor_id)).password_hash
        if not await matches(known, password):
            self._tries.fail(key)
            raise SignInRefused("wrong password")
        self._tries.clear(key)

    async def _row(self, session: AsyncSession, counsellor_id: int) -> CounsellorRow:
        row = await session.get(CounsellorRow, counsellor_id)
        if row is None:
            raise NotFound("no such counsellor")
        return row


async def end_sessions(
    session: AsyncSession, counsellor_id: int, *, but: Collection[str] = ()
) -> None:
    """Sign an account out everywhere, but from sessions whose token has one of these hashes."""
    await session.execute(
        delete(DeskSessionRow).where(
            DeskSessionRow.counsellor_id == counsellor_id, DeskSessionRow.token_hash.not_in(but)
        )
    )
