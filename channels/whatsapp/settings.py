"""The settings of WhatsApp: ``AZIMUT_WHATSAPP_...``. Without a number the channel is off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channels.errors import WrongSetting
from channels.graph import settings as kind
from channels.graph.settings import setting
from channels.whatsapp import limits

PREFIX = "AZIMUT_WHATSAPP_"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatsAppOptions:
    """Each field is AZIMUT_WHATSAPP_ and its name in capitals."""

    phone_number_ids: tuple[str, ...] = setting(
        "",
        "the ids of our numbers (not the numbers themselves); empty: no WhatsApp",
        "ids in digits",
        kind.ids,
    )
    access_token: dict[str, str] = setting(
        "",
        "the token of a system user",
        "one token for all numbers, or id=token for each",
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
        "", "the id of the Meta app, for `azimut channels check`", "an id", kind.text
    )
    business_account_id: str = setting(
        "",
        "the id of the WhatsApp Business account, for `azimut channels check`",
        "an id",
        kind.text,
    )
    template: str = setting(
        "azimut_answer_waiting",
        "the approved template that says that an answer is waiting, in French and Dutch",
        "a template's name",
        kind.text,
    )
    messages_per_second: float = setting(
        str(limits.NUMBER_PER_SECOND),
        "how fast one number may send (20 when it is also used in the WhatsApp Business app)",
        "a number above 0",
        kind.positive,
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

    def token(self, number: str) -> str | None:
        """The token with which this number sends."""
        return self.access_token.get(number) or self.access_token.get("")

    @property
    def graph(self) -> str:
        """The address with the version."""
        return f"{self.graph_url}/{self.graph_version}"


def load_whatsapp(given: Mapping[str, str]) -> WhatsAppOptions | None:
    """The settings; None when WhatsApp is off. Raises WrongSetting."""
    options = kind.read(WhatsAppOptions, PREFIX, given)
    if not options.phone_number_ids:
        return None
    for name in ("app_secret", "verify_token"):
        if not getattr(options, name):
            raise WrongSetting(PREFIX + name.upper(), "", "a value, since numbers are set")
    for number in options.phone_number_ids:
        if options.token(number) is None:
            raise WrongSetting(PREFIX + "ACCESS_TOKEN", "(hidden)", f"a token for number {number}")
    return options
