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


class UnreadableBody(ChannelError):
    """The body is no JSON object in UTF-8, or a field has the wrong type."""


class BodyTooLarge(ChannelError):
    """More bytes than a request may have."""

    status = 413
    code = "text_too_long"
