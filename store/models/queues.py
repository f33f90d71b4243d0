"""Inbox, outbox, and the keyed hashes of platform messages that were seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class InboxRow(Base):
    """An accepted message of a visitor; ``done_at`` is set by the turn that answers it."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("conversation_id", "idempotency_key"),
        Index(
            "ix_inbox_waiting",
            "conversation_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str | None] = mapped_column(Text)  # redacted; emptied when done
    choice_id: Mapped[str | None] = mapped_column(String(24))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    idempotency_key: Mapped[str | None] = mapped_column(String(64))
    body_hash: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    first_seq: Mapped[int | None]  # of the answer: the visitor's own message is before it
    last_seq: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(40))  # e.g. choice_gone
    understanding: Mapped[dict[str, Any] | None]


class SeenRow(Base):
    """A platform message that was taken in: a late redelivery changes nothing."""

    __tablename__ = "seen"
    __table_args__ = (Index("ix_seen_at", "at"),)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]


class OutboxRow(Base):
    """Something to send to a platform. A row without ``payload`` is not rendered yet."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("opaque"),
        Index("ix_outbox_platform_hash", "channel", "platform_hash"),
        Index("ix_outbox_conversation_id", "conversation_id"),
        Index(
            "ix_outbox_due",
            "due_at",
            sqlite_where=text("status IN ('pending', 'sending')"),
            postgresql_where=text("status IN ('pending', 'sending')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE")
    )
    # Rows of one person go out in order; the key is the conversation's id, and stays when the
    # row is an orphan ("forget me").
    lane: Mapped[str] = mapped_column(String(32))
    group_id: Mapped[int | None]  # the row whose rendering made this part
    position: Mapped[int] = mapped_column(default=0)  # of the parts of one rendering
    channel: Mapped[str] = mapped_column(String(20))
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(Text)  # encrypted
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    seqs: Mapped[list[Any]] = mapped_column(default=list)
    payload: Mapped[str | None] = mapped_column(Text)  # encrypted JSON
    by_person: Mapped[bool] = mapped_column(default=False)
    opaque: Mapped[str] = mapped_column(String(32))
    platform_hash: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(10), default="pending")
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(80))
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
