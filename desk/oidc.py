"""OpenID Connect: signing in with the organisation's own account (code flow with PKCE).

authlib builds the requests and checks the claims of the ID token, joserfc its signature;
aiohttp carries them. Anything unexpected is ProviderFailed, and nobody is signed in.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import BasicAuth, ClientError, ClientSession, ClientTimeout
from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from desk.errors import ProviderFailed
from desk.options import OidcOptions

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
_TIMEOUT = ClientTimeout(total=10)
_LEEWAY = 60  # seconds that clocks may differ


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the browser keeps (encrypted) between going to the provider and coming back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Attempt:
        """Random throughout."""
        return cls(generate_token(32), generate_token(32), generate_token(64))


class Provider:
    """The organisation's provider."""

    def __init__(self, options: OidcOptions, redirect_uri: str) -> None:
        self._options = options
        self._redirect_uri = redirect_uri

    async def address(self, attempt: Attempt) -> str:
        """Where to send the browser. Raises ProviderFailed."""
        async with ClientSession(timeout=_TIMEOUT) as session:
            about = await self._about(session)
        uri = prepare_grant_uri(
            about["authorization_endpoint"],
            self._options.client_id,
            "code",
            redirect_uri=self._redirect_uri,
            scope=self._options.scope,
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),
            code_challenge_method="S256",
        )
        return str(uri)

    async def login(self, code: str, attempt: Attempt, now: datetime) -> str:
        """The login that the provider vouches for. Raises ProviderFailed."""
        async with ClientSession(timeout=_TIMEOUT) as session:
            about = await self._about(session)
            token = await self._exchange(session, about["token_endpoint"], code, attempt.verifier)
            keys = await _json(session, about["jwks_uri"])
        claims = self._claims(token, keys, about, attempt.nonce, now)
        value = claims.get(self._options.claim)
        if not isinstance(value, str) or not value.strip():
            raise ProviderFailed(f"no claim {self._options.claim}")
        if self._options.claim == "email" and claims.get("email_verified") is False:
            raise ProviderFailed("the address is not verified")
        return value

    async def _about(self, session: ClientSession) -> dict[str, Any]:
        issuer = self._options.issuer.rstrip("/")
        about = await _json(session, f"{issuer}/.well-known/openid-configuration")
        if str(about.get("issuer", "")).rstrip("/") != issuer:
            raise ProviderFailed("the provider calls itself otherwise")
        if not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= set(about):
            raise ProviderFailed("an endpoint is missing")
        return about

    async def _exchange(
        self, session: ClientSession, endpoint: str, code: str, verifier: str
    ) -> str:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
        }
        auth = BasicAuth(self._options.client_id, self._options.client_secret)
        answer = await _json(session, endpoint, fields, auth)
        if not isinstance(answer.get("id_token"), str):
            raise ProviderFailed("no ID token")
        return str(answer["id_token"])

    def _claims(
        self, token: str, keys: dict[str, Any], about: dict[str, Any], nonce: str, now: datetime
    ) -> dict[str, Any]:
        try:
            decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            wanted = {
                "iss": {"essential": True, "value": about["issuer"]},
                "aud": {"essential": True, "value": self._options.client_id},
            }
            given = {"nonce": nonce, "client_id": self._options.client_id}
            claims = CodeIDToken(decoded.claims, decoded.header, wanted, given)
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
        except (JoseError, ValueError, TypeError, LookupError) as error:
            raise ProviderFailed(type(error).__name__) from error
        return dict(claims)


async def _json(
    session: ClientSession,
    address: str,
    fields: dict[str, str] | None = None,
    auth: BasicAuth | None = None,
) -> dict[str, Any]:
    """A JSON object by GET, or by POST when there are fields."""
    method = "GET" if fields is None else "POST"
    try:
        async with session.request(method, address, data=fields, auth=auth) as response:
            if response.status != 200:
                raise ProviderFailed(f"status {response.status}")
            found = await response.json(content_type=None)
    except (ClientError, asyncio.TimeoutError, ValueError) as error:
        raise ProviderFailed(type(error).__name__) from error
    if not isinstance(found, dict):
        raise ProviderFailed("not an object")
    return found
