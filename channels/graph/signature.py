"""The signature of a webhook: HMAC-SHA256 of the raw body with the app secret.

The old SHA-1 header ``X-Hub-Signature`` is not accepted.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence

HEADER = "X-Hub-Signature-256"
_SCHEME = "sha256="
_FORM = re.compile(r"sha256=[0-9a-f]{64}", re.ASCII)


def sign(body: bytes, secret: str) -> str:
    """The value of the header for a body."""
    return _SCHEME + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def looks_signed(header: str | None) -> bool:
    """Is there a signature at all? If not, the body need not even be read."""
    return header is not None and _FORM.fullmatch(header) is not None


def is_signed(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Was this body, byte for byte, signed with one of the secrets? In constant time."""
    given = (header or "").encode("utf-8", "replace")
    matches = [hmac.compare_digest(sign(body, secret).encode(), given) for secret in secrets]
    return any(matches)
