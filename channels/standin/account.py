"""The made-up accounts of a stand-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Platform = Literal["whatsapp", "messenger"]
VERSION = "v25.0"


@dataclass(frozen=True, slots=True)
class Account:
    """What both sides know. The values are for a machine of your own only."""

    platform: Platform
    ids: tuple[str, ...] = ("106540352242922",)  # of numbers, or of pages
    token: str = "standin-token"  # noqa: S105 - opens nothing
    app_secret: str = "standin-app-secret"  # noqa: S105
    verify_token: str = "standin-verify"  # noqa: S105
    app_id: str = "8001"
    business_account: str = "102290129340398"
    template: str = "azimut_answer_waiting"

    def token_of(self, number: str) -> str:
        """The token of a number or page: with several, each has its own."""
        return self.token if len(self.ids) == 1 else f"{self.token}-{number}"

    @property
    def app_token(self) -> str:
        """With which an app asks about itself."""
        return f"{self.app_id}|{self.app_secret}"

    def environment(self, graph_url: str) -> dict[str, str]:
        """The settings with which Azimut talks to this stand-in."""
        prefix = f"AZIMUT_{self.platform.upper()}_"
        numbers = "PHONE_NUMBER_IDS" if self.platform == "whatsapp" else "PAGE_IDS"
        several = " ".join(f"{number}={self.token_of(number)}" for number in self.ids)
        found = {
            numbers: " ".join(self.ids),
            "ACCESS_TOKEN": self.token if len(self.ids) == 1 else several,
            "APP_SECRET": self.app_secret,
            "VERIFY_TOKEN": self.verify_token,
            "APP_ID": self.app_id,
            "GRAPH_URL": graph_url,
            "GRAPH_VERSION": VERSION,
        }
        if self.platform == "whatsapp":
            found["BUSINESS_ACCOUNT_ID"] = self.business_account
        return {prefix + name: value for name, value in found.items()}
