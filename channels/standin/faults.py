"""Ways in which the stand-in can fail a send, one for each of the next requests."""

from __future__ import annotations

from enum import Enum


class Fault(Enum):
    """What happens to a request."""

    NONE = "none"
    TOO_FAST = "429"  # refused: the number sends too fast (130429), with Retry-After
    PAIR_RATE = "pair"  # refused: too many to this person (131056)
    SERVER_ERROR = "500"  # refused: a passing error of the API (131000)
    BROKEN_GATEWAY = "502"  # carried out, and the answer is lost on its way
    SILENCE = "timeout"  # carried out, and no answer ever comes
    CUT = "cut"  # not carried out, the connection is cut
    BAD_TOKEN = "token"  # noqa: S105 - the name of a fault
    LATER_FAILURE = "late"  # accepted, then a status says that it failed for a passing reason
