"""The settings of Messenger: ``AZIMUT_MESSENGER_...``. Without a page the channel is off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from channels.graph import settings as kind
from channels.graph.options import GraphOptions, load
from channels.graph.settings import setting
from channels.messenger import limits


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerOptions(GraphOptions):
    """Accounts are pages of ours. The app's id is needed: it tells our own messages from those
    of people in the Page Inbox."""

    prefix: ClassVar[str] = "AZIMUT_MESSENGER_"
    account: ClassVar[str] = "page"
    needed: ClassVar[tuple[str, ...]] = ("app_secret", "verify_token", "app_id")

    accounts: tuple[str, ...] = setting(
        "",
        "the ids of our Facebook pages; empty: no Messenger",
        "ids in digits",
        kind.ids,
        name="PAGE_IDS",
    )
    messages_per_second: float = setting(
        str(limits.PAGE_PER_SECOND), "how fast one page may send", "a number above 0", kind.positive
    )
    human_agent: bool = setting(
        "no",
        "Meta approved the Human Agent feature: counsellors may write up to 7 days later",
        "yes or no",
        kind.yes,
    )


def load_messenger(given: Mapping[str, str]) -> MessengerOptions | None:
    """The settings; None when Messenger is off. Raises WrongSetting."""
    return load(MessengerOptions, given)
