"""Canned replies, messages left, audit trail, gaps: the desk's shared papers."""

from __future__ import annotations

from datetime import datetime

from service.types import Language
from service.views import AuditEntry, CannedReply, Gap, LeftMessage


class CannedReplies:
    """Ready answers by trigger key."""

    async def all(self) -> tuple[CannedReply, ...]:
        """By key."""
        raise NotImplementedError

    async def save(self, by: int, key: str, fr: str, nl: str) -> CannedReply:
        """New, or replaces the one with this key. Raises BadRequest (empty in one language)."""
        raise NotImplementedError

    async def remove(self, by: int, key: str) -> None:
        """Raises NotFound."""
        raise NotImplementedError


class LeftMessages:
    """Messages left out of hours."""

    async def waiting(self) -> tuple[LeftMessage, ...]:
        """Not answered yet, oldest first."""
        raise NotImplementedError

    async def answered(self, limit: int = 50) -> tuple[LeftMessage, ...]:
        """Newest first."""
        raise NotImplementedError

    async def answer(self, by: int, left_message_id: int, text: str) -> None:
        """The visitor reads it with the code, for 14 days; told in the conversation too while
        it exists. Raises NotFound, BadRequest."""
        raise NotImplementedError


class Audit:
    """Who saw and did what. Never message text."""

    async def write(self, by: int | None, action: str, subject: str = "") -> None:
        """One line of its own (services write theirs with their transaction)."""
        raise NotImplementedError

    async def read(
        self, *, before: datetime | None = None, by: int | None = None, limit: int = 100
    ) -> tuple[AuditEntry, ...]:
        """Newest first."""
        raise NotImplementedError


class Gaps:
    """Questions that the knowledge did not serve."""

    async def open(
        self, language: Language | None = None, limit: int = 500
    ) -> tuple[Gap, ...]:
        """Newest first."""
        raise NotImplementedError

    async def settle(
        self, by: int, gap_ids: tuple[int, ...], status: str, article: str | None = None
    ) -> None:
        """phrasing | draft | out_of_scope | ignored."""
        raise NotImplementedError
