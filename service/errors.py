"""What can go wrong in the house. Each error knows its HTTP status and its wire code.

The text for people is in ``service.wording`` under ``error.<code>``, in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.views import MessageView


class ServiceError(Exception):
    """The root of what ``service`` raises. ``str(error)`` is English, for logs and developers."""

    status = 500
    code = "internal"


class NotFound(ServiceError):
    """Unknown, or not yours: the same answer for both."""

    status = 404
    code = "not_found"


class BadRequest(ServiceError):
    """The request cannot be understood (empty text, unknown field value)."""

    status = 400
    code = "bad_request"


class TextTooLong(BadRequest):
    """More characters than ``HouseOptions.longest_text``."""

    status = 413
    code = "text_too_long"


class ChoiceGone(ServiceError):
    """The choice was used or has expired. ``messages`` put the question again."""

    status = 409
    code = "choice_gone"

    def __init__(self, messages: tuple[MessageView, ...] = ()) -> None:
        super().__init__("the choice was used or has expired")
        self.messages = messages


class IdempotencyMismatch(ServiceError):
    """The same Idempotency-Key came with another body."""

    status = 422
    code = "idempotency_mismatch"


class StillWorking(ServiceError):
    """The message is accepted and its turn is not done: the answer comes by events."""

    status = 202
    code = "still_working"


class Throttled(ServiceError):
    """Too many tries. ``retry_after`` is in seconds."""

    status = 429
    code = "throttled"

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"too many tries, again in {retry_after:.0f} s")
        self.retry_after = retry_after


class SlotTaken(ServiceError):
    """Somebody was quicker, or the time is no longer offered."""

    status = 409
    code = "slot_taken"


class AlreadyClaimed(ServiceError):
    """Another counsellor has the conversation. ``by`` is the name to show on the desk."""

    status = 409
    code = "already_claimed"

    def __init__(self, by: str) -> None:
        super().__init__("another counsellor was quicker")
        self.by = by


class NotYours(ServiceError):
    """The conversation is not (or no longer) with this counsellor."""

    status = 409
    code = "not_yours"


class CapReached(ServiceError):
    """The counsellor has as many open conversations as allowed."""

    status = 409
    code = "cap_reached"


class WindowClosed(ServiceError):
    """The platform no longer lets us write to this person (24 hours, or 7 days by hand)."""

    status = 409
    code = "window_closed"


class SignInRefused(ServiceError):
    """Unknown name, wrong password or wrong one-time code: the same answer for all."""

    status = 401
    code = "sign_in_refused"


class Forbidden(ServiceError):
    """The role does not allow it."""

    status = 403
    code = "forbidden"


class EngineUnavailable(ServiceError):
    """The engine did not answer: not loaded yet, crashed, or too slow."""

    status = 503
    code = "engine_unavailable"


class Busy(ServiceError):
    """The database is locked or away; trying again later is right."""

    status = 503
    code = "busy"
