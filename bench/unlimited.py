"""`azimut` with limits for visitors that a load tool does not meet.

    python -m bench.unlimited serve

All visitors of a benchmark come from one address and never pause to read. The limits are counted
as ever; only their numbers are large.
"""

from __future__ import annotations

from dataclasses import fields

from bot.__main__ import main
from channels.web.limits import Buckets, Limits

WIDE = 1e9  # requests


def _wide(limits: Limits) -> None:
    for field in fields(limits):
        setattr(limits, field.name, Buckets(WIDE, WIDE))


if __name__ == "__main__":
    Limits.__init__ = _wide  # type: ignore[method-assign, assignment]
    main()
