"""The settings that both platforms have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from channels.errors import WrongSetting
from channels.graph import settings as kind
from channels.graph.settings import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphOptions:
    """Each field is ``prefix`` and its name in capitals. Without accounts the platform is off."""

    prefix: ClassVar[str]
    account: ClassVar[str]  # what an account is called there
    needed: ClassVar[tuple[str, ...]] = ("app_secret", "verify_token")  # once there are accounts

    accounts: tuple[str, ...]
    access_token: dict[str, str] = setting(
        "",
        "the token with which we send: of a system user (WhatsApp), of the page (Messenger)",
        "one token for all, or id=token for each",
        kind.tokens,
        secret=True,
    )
    app_secret: tuple[str, ...] = setting(
        "",
        "the secret of the Meta app, which signs the webhooks; while it is changed, new and old",
        "one or two secrets",
        kind.names,
        secret=True,
    )
    verify_token: str = setting(
        "",
        "a word of your own that Meta sends when the webhook is entered",
        "a word",
        kind.text,
        secret=True,
    )
    app_id: str = setting("", "the id of the Meta app", "an id", kind.text)
    messages_per_second: float
    receipts: bool = setting(
        "yes",
        "show people that their message was read and that an answer is being written",
        "yes or no",
        kind.yes,
    )
    graph_url: str = setting(
        "https://graph.facebook.com",
        "the address of the Graph API",
        "an http(s) address",
        kind.address,
    )
    graph_version: str = setting(
        "v25.0", "the version of the Graph API", "v and a number", kind.version
    )

    def token(self, account: str) -> str | None:
        """The token with which this account sends."""
        return self.access_token.get(account) or self.access_token.get("")

    @property
    def graph(self) -> str:
        """The address with the version."""
        return f"{self.graph_url}/{self.graph_version}"


Options = TypeVar("Options", bound=GraphOptions)


def load(options: type[Options], given: Mapping[str, str]) -> Options | None:
    """The settings of a platform; None when it is off. Raises WrongSetting."""
    found = kind.read(options, options.prefix, given)
    if not found.accounts:
        return None
    for name in options.needed:
        if not getattr(found, name):
            expected = f"a value, since {options.account}s are set"
            raise WrongSetting(options.prefix + name.upper(), "", expected)
    for account in found.accounts:
        if found.token(account) is None:
            expected = f"a token for {options.account} {account}"
            raise WrongSetting(options.prefix + "ACCESS_TOKEN", "(hidden)", expected)
    return found
