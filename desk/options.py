"""What an operator decides about the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.model import ShownArticle


@dataclass(frozen=True, slots=True)
class OidcOptions:
    """Sign-in by the organisation's own accounts (OpenID Connect, code flow with PKCE).

    ``claim`` names the claim of the ID token that must equal the login of an account.
    """

    issuer: str
    client_id: str
    client_secret: str
    label: str = "OpenID Connect"
    claim: str = "email"
    scope: str = "openid email profile"


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """``trusted_proxies`` are networks whose X-Forwarded-For is believed; ``preview`` gives the
    messages of an article by platform."""

    public_url: str
    trusted_proxies: tuple[str, ...] = ()
    secure_cookies: bool = True
    oidc: OidcOptions | None = None
    preview: Callable[[ShownArticle], Mapping[str, Sequence[str]]] | None = None
