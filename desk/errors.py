"""What can go wrong on the desk itself; everything else is an error of the house."""

from __future__ import annotations


class DeskError(Exception):
    """The root. ``code`` names the text for people under ``desk.error.``."""

    status = 400
    code = "form"


class SignedOut(DeskError):
    """No session, or an ended one."""

    status = 401
    code = "signed_out"


class ForgedForm(DeskError):
    """The form's token is not the one of the session."""

    status = 403
    code = "forged"


class BadForm(DeskError):
    """A field is missing or makes no sense; ``field`` names it."""

    status = 400
    code = "form"

    def __init__(self, field: str) -> None:
        super().__init__(f"field {field}")
        self.field = field


class ProviderFailed(DeskError):
    """OpenID Connect: the provider did not vouch for anybody."""

    status = 502
    code = "provider"
