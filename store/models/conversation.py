"""Conversations, their messages, and the choices that were offered in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class ConversationRow(Base):
    """One visitor on one channel. No name, no number: keyed hashes and an encrypted address."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("channel", "account", "person_hash"),
        Index("ix_conversation_owner", "owner"),
        Index("ix_conversation_updated_at", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    account: Mapped[str | None] = mapped_column(String(64))
    person_hash: Mapped[str | None] = mapped_column(String(64))
    token_hash: Mapped[str | None] = mapped_column(String(64))
    address: Mapped[str | None] = mapped_column(Text)  # encrypted
    language: Mapped[str | None] = mapped_column(String(2))
    owner: Mapped[str] = mapped_column(String(12), default="bot")
    # Grows with every turn and every change of owner or language: who read an older version
    # and wants to write must read again.
    version: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    state: Mapped[dict[str, Any]] = mapped_column(default=dict)
    public: Mapped[str | None] = mapped_column(String(20))
    situations: Mapped[list[Any]] = mapped_column(default=list)
    tags: Mapped[list[Any]] = mapped_column(default=list)
    greeted: Mapped[bool] = mapped_column(default=False)
    fact_id: Mapped[int | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    last_visitor_at: Mapped[datetime | None]


class MessageRow(Base):
    """One message. ``secrets`` (codes) are encrypted; the text of a visitor is redacted."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("conversation_id", "client_id"),)

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(Text)
    article: Mapped[dict[str, Any] | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    secrets: Mapped[str | None] = mapped_column(Text)  # encrypted JSON
    understanding: Mapped[dict[str, Any] | None]
    judged: Mapped[bool | None]
    counsellor: Mapped[str | None] = mapped_column(String(80))
    client_id: Mapped[str | None] = mapped_column(String(64))
    fact_id: Mapped[int | None]
    at: Mapped[datetime]


class ChoiceRow(Base):
    """A choice that was offered. ``action`` never leaves the house."""

    __tablename__ = "choice"
    __table_args__ = (Index("ix_choice_conversation_id", "conversation_id", "seq"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    seq: Mapped[int]
    position: Mapped[int]
    label: Mapped[str] = mapped_column(Text)
    action: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
