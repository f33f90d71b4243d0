"""Keys: one for look-up hashes, one for encryption, one for sessions and signed addresses.

All are derived from the operator's secret (HKDF-SHA256), so that there is one secret to keep
and none in the database. Rotation: the new secret first, the old ones as ``previous``; what was
encrypted or hashed with an old one is still found, and everything new uses the first.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_SECRET = 32  # characters


@dataclass(frozen=True, slots=True)
class Keys:
    """Made by ``Keys.from_secret``. The first of each tuple is the one in use."""

    _lookup: tuple[bytes, ...]
    _fernet: MultiFernet
    _sessions: tuple[bytes, ...]

    @classmethod
    def from_secret(cls, secret: str, previous: Sequence[str] = ()) -> Keys:
        """Raises ValueError when a secret is shorter than 32 characters."""
        masters = (secret, *previous)
        if any(len(master) < SHORTEST_SECRET for master in masters):
            raise ValueError(f"a secret key needs at least {SHORTEST_SECRET} characters")
        return cls(
            tuple(_derive(master, "look-up") for master in masters),
            MultiFernet([Fernet(urlsafe_b64encode(_derive(m, "encryption"))) for m in masters]),
            tuple(_derive(master, "sessions") for master in masters),
        )

    def hash(self, purpose: str, value: str) -> str:
        """A keyed hash to store and look up by; ``purpose`` keeps the kinds apart."""
        return _mac(self._lookup[0], purpose, value)

    def hashes(self, purpose: str, value: str) -> tuple[str, ...]:
        """The hash under every key, newest first: what a look-up must try after a rotation."""
        return tuple(_mac(key, purpose, value) for key in self._lookup)

    def encrypt(self, text: str) -> str:
        """Encrypted, to be stored."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, stored: str) -> str:
        """The inverse. Raises ValueError when no key fits."""
        try:
            return self._fernet.decrypt(stored.encode()).decode()
        except InvalidToken:
            raise ValueError("none of the keys can read this") from None

    def encrypt_json(self, values: Mapping[str, object]) -> str:
        """Encrypted JSON."""
        return self.encrypt(json.dumps(dict(values)))

    def decrypt_json(self, stored: str) -> dict[str, object]:
        """The inverse of ``encrypt_json``."""
        values: dict[str, object] = json.loads(self.decrypt(stored))
        return values

    def session_hash(self, purpose: str, value: str) -> str:
        """For values that live as long as a session (csrf tokens)."""
        return _mac(self._sessions[0], purpose, value)

    def sign(self, purpose: str, value: str, expires: datetime) -> str:
        """A value that cannot be changed and ends at a time, for an address."""
        body = f"{value}.{int(expires.timestamp())}"
        return f"{urlsafe_b64encode(body.encode()).decode().rstrip('=')}." + (
            _mac(self._sessions[0], purpose, body)
        )

    def verify(self, purpose: str, signed: str, now: datetime) -> str:
        """The value of ``sign``. Raises ValueError when forged or expired."""
        coded, _, given = signed.partition(".")
        body = _decoded(coded)
        if not any(
            hmac.compare_digest(_mac(key, purpose, body).encode(), given.encode())
            for key in self._sessions
        ):
            raise ValueError("the signature is wrong")
        value, _, expires = body.rpartition(".")
        if now.timestamp() > int(expires):
            raise ValueError("the signature has expired")
        return value


def new_token() -> str:
    """256 random bits for an address or a header."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """128 random bits, for ids that visitors see."""
    return secrets.token_hex(16)


def _derive(master: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=b"azimut", info=purpose.encode()).derive(master.encode())


def _mac(key: bytes, purpose: str, value: str) -> str:
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def _decoded(coded: str) -> str:
    try:
        return urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode()
    except ValueError:
        raise ValueError("the signature is wrong") from None
