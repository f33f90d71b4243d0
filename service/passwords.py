"""Passwords of counsellors: made, judged, kept as argon2 hashes."""

from __future__ import annotations

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from service.codes import ALPHABET
from service.errors import BadRequest

SHORTEST_PASSWORD = 10
_HASHER = PasswordHasher()


async def hashed(password: str) -> str:
    """argon2id, in a thread: it takes tens of milliseconds on purpose."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(password_hash: str, password: str) -> bool:
    """Does the password fit? In constant work."""
    try:
        return await asyncio.to_thread(_HASHER.verify, password_hash, password)
    except VerificationError:
        return False


def new_password() -> str:
    """Five groups of four, easy to copy: 100 bits."""
    letters = "".join(secrets.choice(ALPHABET.lower()) for _ in range(20))
    return "-".join(letters[i : i + 4] for i in range(0, 20, 4))


def good(password: str) -> str:
    """The password. Raises BadRequest when it is too short, or far too long."""
    if not SHORTEST_PASSWORD <= len(password) <= 200:
        raise BadRequest("password")
    return password
