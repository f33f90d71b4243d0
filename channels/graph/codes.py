"""What an error code of the Graph API means for a message that waits to be sent.

Sources: Meta's pages "Error codes" of the WhatsApp Cloud API (2026-05) and of the Messenger
Send API; the classes of WhatsApp's codes agree with those of the library pywa 4.
"""

from __future__ import annotations

from enum import Enum

from channels.errors import GraphError
from service.outbox import ChannelDown, SendLater, SendRefused


class Verdict(Enum):
    """What to do."""

    LATER = "later"
    WINDOW_CLOSED = "window_closed"
    UNDELIVERABLE = "undeliverable"
    OUR_MISTAKE = "bad_request"
    CHANNEL_DOWN = "channel_down"


_LATER = {1, 2, 4, 17, 32, 341, 613, 1200, 80006, 80007, 130429, 131000, 131016, 131056, 131057}
_LATER |= {131064, 133004, 133016}
_WINDOW = {131047, 470}
# 130472: the person is in an experiment of Meta's, and gets nothing: nothing to do about it.
_UNDELIVERABLE = {551, 130472, 130497, 131021, 131026, 131030, 131049, 131050, 131062}
_CHANNEL = {0, 3, 10, 190, 368, 131005, 131031, 131037, 131042, 131045, 131048, 133010}
_CHANNEL |= set(range(200, 300))
# Messenger says more with the subcode than with the code.
_SUBCODES = {
    2018278: Verdict.WINDOW_CLOSED,  # outside the allowed window
    2018108: Verdict.UNDELIVERABLE,  # the person takes no messages from the page
    2018001: Verdict.UNDELIVERABLE,  # no such person
    1545041: Verdict.UNDELIVERABLE,  # the person is not available
    2018022: Verdict.LATER,  # too many messages to this person
}
_PAIR_RATE = 131056
_REGISTRATION_RATE = 133016
_LONGEST_WAIT = 600.0  # seconds


def verdict(http_status: int, code: int | None, subcode: int | None = None) -> Verdict:
    """What to do about an error; unknown codes are our mistake, unless the server failed."""
    if subcode in _SUBCODES:
        return _SUBCODES[subcode]
    for codes, meaning in (
        (_LATER, Verdict.LATER),
        (_WINDOW, Verdict.WINDOW_CLOSED),
        (_UNDELIVERABLE, Verdict.UNDELIVERABLE),
        (_CHANNEL, Verdict.CHANNEL_DOWN),
    ):
        if code in codes:
            return meaning
    if http_status == 401 and code is None:
        return Verdict.CHANNEL_DOWN
    return Verdict.LATER if http_status in (408, 429) or http_status >= 500 else Verdict.OUR_MISTAKE


def as_outbox_error(error: GraphError, tries: int) -> Exception:
    """The exception that tells the outbox."""
    meaning = verdict(error.http_status, error.error_code, error.subcode)
    label = str(error.error_code if error.error_code is not None else f"http_{error.http_status}")
    if meaning is Verdict.LATER:
        return SendLater(label, error.retry_after or wait_for(error.error_code, tries))
    if meaning is Verdict.CHANNEL_DOWN:
        return ChannelDown(label)
    return SendRefused(meaning.value)


def wait_for(code: int | None, tries: int) -> float | None:
    """Seconds to wait where Meta says how: 4 to the power of the tries for the rate to one
    person; an hour for registrations. None: the outbox's own back-off."""
    if code == _PAIR_RATE:
        return float(min(_LONGEST_WAIT, 4 ** max(1, tries)))
    return 3600.0 if code == _REGISTRATION_RATE else None
