"""Counsellors and their sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class CounsellorRow(Base):
    """A member of the desk, with presence."""

    __tablename__ = "counsellor"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(12))
    languages: Mapped[list[Any]]
    themes: Mapped[list[Any]]
    team: Mapped[str | None] = mapped_column(String(60))
    interface_language: Mapped[str] = mapped_column(String(2))
    totp_secret: Mapped[str | None] = mapped_column(Text)  # encrypted
    totp_pending: Mapped[str | None] = mapped_column(Text)  # encrypted
    totp_last: Mapped[int | None]  # the last time step used: a code works once
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    cap: Mapped[int] = mapped_column(default=4)
    presence: Mapped[str] = mapped_column(String(10), default="offline")
    seen_at: Mapped[datetime | None]
    slot_key: Mapped[str] = mapped_column(String(8), unique=True)  # names them in slot ids
    feed_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    feed_secret: Mapped[str | None] = mapped_column(Text)  # encrypted
    created_at: Mapped[datetime]


class DeskSessionRow(Base):
    """A signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "desk_session"
    __table_args__ = (Index("ix_desk_session_counsellor_id", "counsellor_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    counsellor_id: Mapped[int] = mapped_column(ForeignKey("counsellor.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
