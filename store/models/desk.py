"""The desk's papers: settings, ready answers, audit trail, knowledge gaps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class SettingRow(Base):
    """One setting that an admin changed; defaults are in the code."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class CannedReplyRow(Base):
    """A ready answer in both languages."""

    __tablename__ = "canned_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    fr: Mapped[str] = mapped_column(Text)
    nl: Mapped[str] = mapped_column(Text)


class AuditRow(Base):
    """Who did what, when. ``counsellor_id`` is null for the command line."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    counsellor_id: Mapped[int | None] = mapped_column(
        ForeignKey("counsellor.id", ondelete="SET NULL")
    )
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))


class GapRow(Base):
    """A redacted question that the knowledge did not serve."""

    __tablename__ = "gap"
    __table_args__ = (
        Index("ix_gap_status", "status", "at"),
        Index("ix_gap_conversation_id", "conversation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL")
    )
    at: Mapped[datetime]
    language: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(20))
    nearest: Mapped[list[Any]]
    status: Mapped[str] = mapped_column(String(20), default="open")
    article: Mapped[str | None] = mapped_column(String(120))
