"""Appointments, the times that counsellors offer, and messages left out of hours."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class AvailabilityRow(Base):
    """A weekly time, local wall time in Brussels."""

    __tablename__ = "availability"
    __table_args__ = (Index("ix_availability_counsellor_id", "counsellor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counsellor_id: Mapped[int] = mapped_column(ForeignKey("counsellor.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    length: Mapped[int]  # minutes
    pause: Mapped[int]  # minutes
    place: Mapped[str] = mapped_column(String(120))
    languages: Mapped[list[Any]]
    themes: Mapped[list[Any]]


class ExceptionRow(Base):
    """A day or a part of one on which a counsellor is away."""

    __tablename__ = "availability_exception"
    __table_args__ = (Index("ix_availability_exception_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counsellor_id: Mapped[int] = mapped_column(ForeignKey("counsellor.id", ondelete="CASCADE"))
    day: Mapped[date]
    starts: Mapped[time | None]
    ends: Mapped[time | None]


class ClosingDayRow(Base):
    """A day on the own list, beside the public holidays."""

    __tablename__ = "closing_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    fr: Mapped[str] = mapped_column(String(120))
    nl: Mapped[str] = mapped_column(String(120))


class AppointmentRow(Base):
    """A booked time, without name or text. A slot is held from the moment of booking."""

    __tablename__ = "appointment"
    __table_args__ = (
        Index(
            "uq_appointment_slot",
            "counsellor_id",
            "starts_at",
            unique=True,
            sqlite_where=text("status != 'cancelled'"),
            postgresql_where=text("status != 'cancelled'"),
        ),
        Index("ix_appointment_starts_at", "starts_at"),
        Index("ix_appointment_conversation_id", "conversation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    counsellor_id: Mapped[int] = mapped_column(ForeignKey("counsellor.id", ondelete="RESTRICT"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    theme: Mapped[str | None] = mapped_column(String(30))
    channel: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(120))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL")
    )
    created_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]


class LeftMessageRow(Base):
    """A message left out of hours; the visitor reads the reply with a code."""

    __tablename__ = "left_message"
    __table_args__ = (Index("ix_left_message_conversation_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL")
    )
    language: Mapped[str] = mapped_column(String(2))
    theme: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text)
    reply: Mapped[str | None] = mapped_column(Text)
    replied_by: Mapped[str | None] = mapped_column(String(80))
    replied_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
