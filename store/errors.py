"""What the store raises."""

from __future__ import annotations


class StoreError(Exception):
    """The root of what ``store`` raises."""


class Unavailable(StoreError):
    """The database is locked, full or away; nothing was written."""


class Conflict(StoreError):
    """A uniqueness rule refused the change; nothing was written. ``rule`` is its text."""

    def __init__(self, rule: str) -> None:
        super().__init__("a uniqueness rule refused the change")
        self.rule = rule
