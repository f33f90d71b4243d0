"""Dates of writing and review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.draft import Draft
from knowledge.finding import Finding


def not_in_the_future(draft: Draft) -> Iterator[Finding]:
    """An article cannot have been written or reviewed tomorrow."""
    for key in ("written", "reviewed"):
        value = draft.data.get(key)
        if isinstance(value, date) and value > date.today():
            yield draft.finding((key,), f"{key} lies in the future ({value})", "correct the date")
