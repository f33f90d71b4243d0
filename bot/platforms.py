"""The settings of WhatsApp and Messenger, where they are configured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import SettingError
from bot.settings import environment
from channels.errors import WrongSetting
from channels.graph.settings import Described, described
from channels.messenger.settings import MessengerOptions, load_messenger
from channels.whatsapp.settings import WhatsAppOptions, load_whatsapp


@dataclass(frozen=True, slots=True)
class Platforms:
    """None: that platform is off."""

    whatsapp: WhatsAppOptions | None = None
    messenger: MessengerOptions | None = None


def load_platforms(given: Mapping[str, str] | None = None) -> Platforms:
    """Their settings. Raises SettingError."""
    given = environment() if given is None else given
    try:
        return Platforms(load_whatsapp(given), load_messenger(given))
    except WrongSetting as error:
        raise SettingError(error.key, error.value, error.expected) from error


def platform_settings(given: Mapping[str, str] | None = None) -> Iterator[tuple[Described, Any]]:
    """Every setting with its present value, whether the platform is on or off."""
    given = environment() if given is None else given
    for options in (WhatsAppOptions, MessengerOptions):
        for about in described(options, options.prefix):
            yield about, given.get(about.key, about.default)
