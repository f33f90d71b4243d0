"""The settings: one frozen object, read once from the environment and ``.env``.

``SETTINGS`` is the one source of names, defaults, meanings and checks; ``azimut settings``
and docs/settings.md are made from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.errors import SettingError

PREFIX = "AZIMUT_"
PROJECT = Path(__file__).resolve().parent.parent


def _port(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 65535:
        raise ValueError
    return number


def _count(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError
    return number


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError
    return value.rstrip("/")


def _addresses(value: str) -> tuple[str, ...]:
    return tuple(_address(item) for item in _words(value))


def _words(value: str) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split())


def _networks(value: str) -> tuple[str, ...]:
    return tuple(str(ip_network(item, strict=False)) for item in _words(value))


def _folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _yes(value: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    return known[value.lower()]


def _text(value: str) -> str:
    return value


def setting(
    default: str, meaning: str, expected: str, parse: Callable[[str], Any], secret: bool = False
) -> Any:
    """A field of Settings with what is told about it."""
    return field(
        metadata={
            "default": default,
            "meaning": meaning,
            "expected": expected,
            "parse": parse,
            "secret": secret,
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides. Every field is AZIMUT_ and its name in capitals."""

    host: str = setting(
        "127.0.0.1", "the address that the web server listens on", "an address", _text
    )
    port: int = setting("8080", "the port of the web server", "a port, 0 to 65535", _port)
    data_dir: Path = setting(
        "var", "database, models and secrets; made on first start", "a folder", _folder
    )
    database_url: str = setting(
        "", "where the data lives; empty: SQLite in the data folder", "an SQLAlchemy address", _text
    )
    secret_key: str = setting(
        "",
        "the key from which the keys for look-up, encryption and sessions are made;"
        " empty: made on first start, in the data folder",
        "at least 32 characters",
        _text,
        secret=True,
    )
    previous_secret_keys: tuple[str, ...] = setting(
        "", "older keys that may still decrypt, while keys are changed", "keys", _words, secret=True
    )
    public_url: str = setting(
        "",
        "the address that visitors know; empty: http://host:port",
        "an http(s) address",
        lambda value: _address(value) if value else "",
    )
    trusted_proxies: tuple[str, ...] = setting(
        "", "networks whose X-Forwarded-For is believed", "networks, e.g. 10.0.0.0/8", _networks
    )
    embed_origins: tuple[str, ...] = setting(
        "", "sites that may embed the chat", "http(s) origins", _addresses
    )
    engine_workers: int = setting(
        "2", "processes that understand and answer", "a number; 0: one a core", _count
    )
    metrics_token: str = setting(
        "", "token for /metrics; empty: only from this machine", "a token", _text, secret=True
    )
    log_level: str = setting(
        "info",
        "how much is logged",
        "debug, info, warning or error",
        lambda value: {"debug": "debug", "info": "info", "warning": "warning", "error": "error"}[
            value.lower()
        ],
    )
    log_json: bool = setting("no", "one JSON object a log line", "yes or no", _yes)
    oidc_issuer: str = setting(
        "",
        "the address of the organisation's OpenID Connect provider, with which counsellors may"
        " sign in too; empty: password only",
        "an http(s) address",
        lambda value: _address(value) if value else "",
    )
    oidc_client_id: str = setting("", "our name at that provider", "an id", _text)
    oidc_client_secret: str = setting("", "our secret there", "a secret", _text, secret=True)
    oidc_label: str = setting(
        "OpenID Connect", "what the button says after « with »", "words", _text
    )
    oidc_claim: str = setting(
        "email", "the claim of the ID token that is the login of an account", "a claim", _text
    )
    oidc_scope: str = setting(
        "openid email profile", "what is asked of the provider", "scopes with openid", _text
    )

    @property
    def database(self) -> str:
        """The address of the database, with the default filled in."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'azimut.db'}"

    @property
    def public_address(self) -> str:
        """The address that visitors know."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in {"localhost", "::1"} or self.host.startswith("127.")


def environment() -> dict[str, str]:
    """The variables of the process, and those of ``.env`` that it does not set."""
    return {**_dot_env(), **os.environ}


def load_settings(here: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises SettingError with key, value and what was expected."""
    given = dict(here if here is not None else environment())
    values = {item.name: _value(item.name, item.metadata, given) for item in fields(Settings)}
    settings = Settings(**values)
    _check(settings, given)
    return settings


def key_of(name: str) -> str:
    """The name of the environment variable of a field."""
    return PREFIX + name.upper()


def _value(name: str, about: Mapping[str, Any], given: Mapping[str, str]) -> Any:
    text = given.get(key_of(name), about["default"])
    try:
        return about["parse"](text)
    except (ValueError, KeyError):
        shown = "(hidden)" if about["secret"] else text
        raise SettingError(key_of(name), shown, about["expected"]) from None


def _check(settings: Settings, given: Mapping[str, str]) -> None:
    if settings.secret_key and len(settings.secret_key) < 32:
        raise SettingError(key_of("secret_key"), "(hidden)", "at least 32 characters")
    for name in ("oidc_client_id", "oidc_client_secret"):
        if settings.oidc_issuer and not getattr(settings, name):
            raise SettingError(key_of(name), "", "a value, since AZIMUT_OIDC_ISSUER is set")
    known = {key_of(item.name) for item in fields(Settings)}
    for key in sorted(given):
        if key.startswith(PREFIX) and key not in known and not key.startswith(RESERVED):
            raise SettingError(
                key, given[key], f"no such setting; known are {', '.join(sorted(known))}"
            )


RESERVED = ("AZIMUT_TEST_", "AZIMUT_LIVE_", "AZIMUT_WHATSAPP_", "AZIMUT_MESSENGER_")


def _dot_env(path: Path = Path(".env")) -> dict[str, str]:
    if not path.is_file():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text("utf-8").splitlines() if "=" in line)
    return {
        key.strip(): value.strip().strip("\"'")
        for key, value in pairs
        if not key.strip().startswith("#")
    }
