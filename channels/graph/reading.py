"""Reading JSON that somebody else wrote: every value may be missing or of another type."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes these
LONGEST_ID = 512  # characters; the platforms' ids have about 100


def table(value: object) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def words(value: object) -> str:
    """The value if it is text, without characters that cannot be stored; else empty."""
    return _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else ""


def identifier(value: object) -> str:
    """An id, which may come as text or as a number; empty when there is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        # Longer digits are no id of a platform, and Python refuses to print 4300 of them.
        return str(value) if value.bit_length() < 256 else ""
    return words(value).strip()[:LONGEST_ID]


def whole_number(value: object) -> int | None:
    """A number, which may come as text; None when it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value.strip()):
        return int(value)
    return None


def moment(value: object, now: datetime, per_second: int = 1) -> datetime:
    """A Unix time (in 1/``per_second`` seconds); never later than now, and now when unreadable.

    A time in the future would keep the 24-hour window open for longer than it is.
    """
    number = whole_number(value)
    if number is None:
        return now
    try:
        return min(datetime.fromtimestamp(number / per_second, timezone.utc), now)
    except (ValueError, OverflowError, OSError):
        return now
