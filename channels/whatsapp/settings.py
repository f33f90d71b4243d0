"""The settings of WhatsApp: ``AZIMUT_WHATSAPP_...``. Without a number the channel is off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from channels.graph import settings as kind
from channels.graph.options import GraphOptions, load
from channels.graph.settings import setting
from channels.whatsapp import limits


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatsAppOptions(GraphOptions):
    """Accounts are numbers of ours."""

    prefix: ClassVar[str] = "AZIMUT_WHATSAPP_"
    account: ClassVar[str] = "number"

    accounts: tuple[str, ...] = setting(
        "",
        "the ids of our numbers (not the numbers themselves); empty: no WhatsApp",
        "ids in digits",
        kind.ids,
        name="PHONE_NUMBER_IDS",
    )
    messages_per_second: float = setting(
        str(limits.NUMBER_PER_SECOND),
        "how fast one number may send (20 when it is also used in the WhatsApp Business app)",
        "a number above 0",
        kind.positive,
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


def load_whatsapp(given: Mapping[str, str]) -> WhatsAppOptions | None:
    """The settings; None when WhatsApp is off. Raises WrongSetting."""
    return load(WhatsAppOptions, given)
