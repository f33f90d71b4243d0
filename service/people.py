"""Counsellors, their sign-in and their presence."""

from __future__ import annotations

from service.types import Language
from service.views import Counsellor, DeskSession, Presence, PresenceState, Role


class People:
    """Accounts. Passwords are argon2 hashes; ``by`` is the acting admin (None: command line)."""

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
        the login is in use."""
        raise NotImplementedError

    async def change(
        self, counsellor_id: int, by: int | None = None, **fields: object
    ) -> Counsellor:
        """Any of name, role, languages, themes, team, interface_language, active, cap."""
        raise NotImplementedError

    async def all(self, *, active_only: bool = False) -> tuple[Counsellor, ...]:
        """Everybody, by name."""
        raise NotImplementedError

    async def get(self, counsellor_id: int) -> Counsellor:
        """Raises NotFound."""
        raise NotImplementedError

    async def reset_password(
        self, login: str, password: str | None = None, by: int | None = None
    ) -> str:
        """A new password; all sessions of the account end. Raises NotFound."""
        raise NotImplementedError

    async def change_password(self, counsellor_id: int, old: str, new: str) -> None:
        """Raises SignInRefused, BadRequest (too short)."""
        raise NotImplementedError

    async def demo_exists(self) -> bool:
        """Is the demo account active? (``serve`` then refuses another host than loopback.)"""
        raise NotImplementedError

    async def start_totp(self, counsellor_id: int) -> str:
        """A new secret as an otpauth:// address, to be confirmed."""
        raise NotImplementedError

    async def confirm_totp(self, counsellor_id: int, code: str) -> None:
        """From now on a one-time code is asked. Raises SignInRefused."""
        raise NotImplementedError

    async def drop_totp(self, counsellor_id: int, by: int | None = None) -> None:
        """No one-time code any more."""
        raise NotImplementedError


class SignIn:
    """Sessions of the desk."""

    async def sign_in(
        self, login: str, password: str, *, totp: str | None = None, client: str = ""
    ) -> DeskSession:
        """Raises SignInRefused, Throttled (per account and per client)."""
        raise NotImplementedError

    async def needs_totp(self, login: str, password: str, client: str = "") -> bool:
        """Whether to ask for a code next. Raises like ``sign_in``."""
        raise NotImplementedError

    async def session(self, token: str) -> DeskSession:
        """The session of a cookie; touches its idle time. Raises SignInRefused."""
        raise NotImplementedError

    async def sign_in_as(self, login: str) -> DeskSession:
        """For OpenID Connect, after its own proof. Raises SignInRefused for an unknown login."""
        raise NotImplementedError

    async def sign_out(self, token: str) -> None:
        """End the session."""
        raise NotImplementedError


class PresenceBoard:
    """Who is at the desk. A counsellor not seen for ``presence_timeout`` counts as away."""

    async def seen(self, counsellor_id: int) -> None:
        """A sign of life (any request of an active page)."""
        raise NotImplementedError

    async def set(self, counsellor_id: int, state: PresenceState) -> None:
        """What the counsellor says of himself."""
        raise NotImplementedError

    async def all(self) -> tuple[Presence, ...]:
        """Every active counsellor."""
        raise NotImplementedError

    async def available(self, language: Language | None = None) -> int:
        """How many are online and under their cap (and speak the language)."""
        raise NotImplementedError
