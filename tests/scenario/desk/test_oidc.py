"""Signing in by OpenID Connect, against a provider on a real socket."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import BasicAuth, web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.app import desk_options
from bot.errors import SettingError
from bot.settings import load_settings
from desk.setup import DeskOptions, OidcOptions
from service.house import House
from tests.support.desk_support import Browser, browsing, serving
from tests.support.house_support import HandClock


@dataclass
class Provider:
    """A provider that vouches for ``email``; tests make it lie."""

    clock: HandClock
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k"}))
    signs_with: RSAKey | None = None
    email: str = "amina"
    changes: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    keyless: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    knocked: tuple[str, str] = ("", "")  # with which name and secret

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/.well-known/openid-configuration", self.about),
            web.get("/keys", self.keys),
            web.post("/token", self.token),
        ]

    async def about(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        )

    async def keys(self, _: web.Request) -> web.Response:
        keys = {"keys": [self.key.as_dict(private=False)]}
        return web.json_response({} if self.keyless else keys)

    async def token(self, request: web.Request) -> web.Response:
        form = await request.post()
        auth = BasicAuth.decode(request.headers["Authorization"])
        self.knocked = (auth.login, auth.password)
        challenge = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        coded = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if coded != self.asked["code_challenge"] or form["code"] != "good":
            return web.json_response({"error": "invalid_grant"}, status=400)
        now = int(self.clock.now.timestamp())
        claims = {
            "iss": self.url, "aud": "azimut", "sub": "1", "iat": now, "exp": now + 300,
            "nonce": self.asked["nonce"], "email": self.email, **self.changes,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "k"}, claims, self.signs_with or self.key)
        return web.json_response({"id_token": signed, "access_token": "x", "token_type": "Bearer"})


@pytest.fixture
async def provider(clock: HandClock) -> AsyncIterator[Provider]:
    provider, app = Provider(clock), web.Application()
    app.add_routes(provider.routes())
    async with TestServer(app) as server:
        provider.url = str(server.make_url("")).rstrip("/")
        yield provider


@pytest.fixture
async def browser(house: House, provider: Provider) -> AsyncIterator[Browser]:
    oidc = OidcOptions(provider.url, "azimut", "secret", label="La Ville")
    options = DeskOptions("http://test", secure_cookies=False, oidc=oidc)
    async with serving(house, options) as server, browsing(server) as browser:
        yield browser


async def go(browser: Browser, provider: Provider) -> str:
    """To the provider; gives the state."""
    url = browser.server.make_url("/desk/oidc/start?next=/desk/account")
    async with browser.session.get(url, allow_redirects=False) as response:
        assert response.status == 303, await response.text()
        parts = urlsplit(response.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == provider.url
    provider.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert provider.asked["code_challenge_method"] == "S256"
    return provider.asked["state"]


async def test_who_the_provider_vouches_for_is_signed_in(
    browser: Browser, provider: Provider
) -> None:
    assert "Continuer avec La Ville" in (await browser.get("/desk/sign-in"))[1]
    state = await go(browser, provider)
    status, page = await browser.get(f"/desk/oidc/callback?code=good&state={state}")
    assert status == 200 and "Mon compte" in page
    assert "Mon compte" in (await browser.get("/desk/account"))[1]


async def test_the_operators_settings_are_those_of_the_desk(
    house: House, provider: Provider
) -> None:
    settings = load_settings(
        {
            "AZIMUT_PUBLIC_URL": "http://test",
            "AZIMUT_OIDC_ISSUER": provider.url,
            "AZIMUT_OIDC_CLIENT_ID": "azimut",
            "AZIMUT_OIDC_CLIENT_SECRET": "a secret",
            "AZIMUT_OIDC_LABEL": "Actiris",
            "AZIMUT_OIDC_CLAIM": "preferred_username",
            "AZIMUT_OIDC_SCOPE": "openid",
        }
    )
    provider.changes = {"preferred_username": "bram"}
    async with serving(house, desk_options(settings)) as server, browsing(server) as browser:
        assert "Continuer avec Actiris" in (await browser.get("/desk/sign-in"))[1]
        state = await go(browser, provider)
        assert provider.asked["scope"] == "openid"
        assert provider.asked["redirect_uri"] == "http://test/desk/oidc/callback"
        _, page = await browser.get(f"/desk/oidc/callback?code=good&state={state}")
        assert "Bram" in page
        assert provider.knocked == ("azimut", "a secret")


async def test_a_provider_without_our_name_there_stops_the_start() -> None:
    with pytest.raises(SettingError, match="AZIMUT_OIDC_CLIENT_ID"):
        load_settings({"AZIMUT_OIDC_ISSUER": "https://id.example.org"})
    assert desk_options(load_settings({})).oidc is None


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "another"},
        {"aud": "somebody else"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"email_verified": False},
        {"email": ""},
    ],
    ids=str,
)
async def test_a_token_that_is_not_right_signs_nobody_in(
    browser: Browser, provider: Provider, changes: dict[str, Any]
) -> None:
    provider.changes = changes
    state = await go(browser, provider)
    status, page = await browser.get(f"/desk/oidc/callback?code=good&state={state}")
    assert status == 502 and "organisation" in page
    assert 'name="login"' in (await browser.get("/desk/account"))[1]


async def test_another_signature_wrong_code_state_and_account_are_refused(
    browser: Browser, provider: Provider
) -> None:
    state = await go(browser, provider)
    assert (await browser.get("/desk/oidc/callback?code=good&state=made-up"))[0] == 403
    assert (await browser.get(f"/desk/oidc/callback?code=bad&state={state}"))[0] == 502
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "k"})
    assert (await browser.get(f"/desk/oidc/callback?code=good&state={state}"))[0] == 502
    provider.signs_with, provider.keyless = None, True
    assert (await browser.get(f"/desk/oidc/callback?code=good&state={state}"))[0] == 502
    provider.keyless, provider.email = False, "stranger@example.org"
    assert (await browser.get(f"/desk/oidc/callback?code=good&state={state}"))[0] == 401
    assert 'name="login"' in (await browser.get("/desk/account"))[1]


async def test_an_attempt_ends_and_belongs_to_one_browser(
    browser: Browser, provider: Provider, clock: HandClock
) -> None:
    state = await go(browser, provider)
    async with browsing(browser.server) as other:
        path = f"/desk/oidc/callback?code=good&state={state}"
        assert (await other.get(path))[0] == 403
    clock.forward(minutes=11)
    assert (await browser.get(path))[0] == 403


async def test_a_provider_that_is_away_is_said_in_words(house: House) -> None:
    oidc = OidcOptions("http://127.0.0.1:9", "azimut", "secret")
    options = DeskOptions("http://test", secure_cookies=False, oidc=oidc)
    async with serving(house, options) as server, browsing(server) as browser:
        status, page = await browser.get("/desk/oidc/start")
        assert status == 502 and "organisation" in page


async def test_without_a_provider_there_is_no_such_page(house: House) -> None:
    async with serving(house) as server, browsing(server) as browser:
        assert (await browser.get("/desk/oidc/start"))[0] == 404
        assert "oidc" not in (await browser.get("/desk/sign-in"))[1]
