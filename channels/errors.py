"""What the channels raise. Each error knows its HTTP status and its wire code."""

from __future__ import annotations

from service.errors import ServiceError


class ChannelError(ServiceError):
    """The root of what ``channels`` raises."""

    status = 400
    code = "bad_request"


class Unauthorized(ChannelError):
    """The request carries no token where one is needed."""

    status = 401
    code = "unauthorized"


class UnknownCode(ChannelError):
    """No appointment to come and no message has this code: one answer for wrong and past ones."""

    status = 404
    code = "code_unknown"


class UnreadableBody(ChannelError):
    """The body is no JSON object in UTF-8, or a field has the wrong type."""


class BodyTooLarge(ChannelError):
    """More bytes than a request may have."""

    status = 413
    code = "text_too_long"


class WrongSetting(ChannelError):
    """A setting of a channel cannot be used. ``bot`` shows it as one line."""

    def __init__(self, key: str, value: str, expected: str) -> None:
        super().__init__(f"{key} is {value!r}; expected {expected}")
        self.key = key
        self.value = value
        self.expected = expected


class WrongSignature(ChannelError):
    """A webhook whose body was not signed with our app secret."""

    status = 401
    code = "unauthorized"


class GraphError(ChannelError):
    """The Graph API refused a request. Decide on ``code`` and ``subcode``, never on titles."""

    status = 502
    code = "internal"

    def __init__(
        self,
        http_status: int,
        error_code: int | None,
        subcode: int | None = None,
        detail: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"HTTP {http_status}, code {error_code}/{subcode}: {detail}")
        self.http_status = http_status
        self.error_code = error_code
        self.subcode = subcode
        self.detail = detail
        self.retry_after = retry_after  # seconds, when the platform says so


class GraphUnreachable(ChannelError):
    """No connection: the request never left, so trying again repeats nothing."""

    status = 502


class GraphSilent(ChannelError):
    """The request left and no readable answer came: it may have been carried out."""

    status = 502
