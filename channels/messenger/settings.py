"""The settings of Messenger: ``AZIMUT_MESSENGER_...``. Without a page the channel is off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channels.errors import WrongSetting
from channels.graph import settings as kind
from channels.graph.settings import setting
from channels.messenger import limits

PREFIX = "AZIMUT_MESSENGER_"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerOptions:
    """Each field is AZIMUT_MESSENGER_ and its name in capitals."""

    page_ids: tuple[str, ...] = setting(
        "", "the ids of our Facebook pages; empty: no Messenger", "ids in digits", kind.ids
    )
    access_token: dict[str, str] = setting(
        "",
        "the token of the page",
        "one token, or id=token for each page",
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
    app_id: str = setting(
        "",
        "the id of the Meta app: tells our own messages from those of people in the Page Inbox",
        "an id",
        kind.text,
    )
    human_agent: bool = setting(
        "no",
        "Meta approved the Human Agent feature: counsellors may write up to 7 days later",
        "yes or no",
        kind.yes,
    )
    messages_per_second: float = setting(
        str(limits.PAGE_PER_SECOND), "how fast one page may send", "a number above 0", kind.positive
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

    def token(self, page: str) -> str | None:
        """The token with which this page sends."""
        return self.access_token.get(page) or self.access_token.get("")

    @property
    def graph(self) -> str:
        """The address with the version."""
        return f"{self.graph_url}/{self.graph_version}"


def load_messenger(given: Mapping[str, str]) -> MessengerOptions | None:
    """The settings; None when Messenger is off. Raises WrongSetting."""
    options = kind.read(MessengerOptions, PREFIX, given)
    if not options.page_ids:
        return None
    for name in ("app_secret", "verify_token", "app_id"):
        if not getattr(options, name):
            raise WrongSetting(PREFIX + name.upper(), "", "a value, since pages are set")
    for page in options.page_ids:
        if options.token(page) is None:
            raise WrongSetting(PREFIX + "ACCESS_TOKEN", "(hidden)", f"a token for page {page}")
    return options
