"""Facts for statistics: no text, no identity, no link back; they outlive the conversations.

``day``, ``hour`` and ``weekday`` are local (Europe/Brussels).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class QuestionFactRow(Base):
    """One message of a visitor that was understood."""

    __tablename__ = "fact_question"
    __table_args__ = (Index("ix_fact_question_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    hour: Mapped[int]
    weekday: Mapped[int]
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    act: Mapped[str] = mapped_column(String(30))
    theme: Mapped[str | None] = mapped_column(String(30))
    public: Mapped[str] = mapped_column(String(20))
    article: Mapped[str | None] = mapped_column(String(120))
    outcome: Mapped[str] = mapped_column(String(20))
    helpful: Mapped[bool | None]


class ConversationFactRow(Base):
    """One conversation."""

    __tablename__ = "fact_conversation"
    __table_args__ = (Index("ix_fact_conversation_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    hour: Mapped[int]
    weekday: Mapped[int]
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(5))
    theme: Mapped[str | None] = mapped_column(String(30))
    public: Mapped[str | None] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20), default="started")
    questions: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    handed_over: Mapped[bool] = mapped_column(default=False)
    met_human: Mapped[bool] = mapped_column(default=False)
    booked: Mapped[bool] = mapped_column(default=False)
    seconds_to_human: Mapped[int | None]
    seconds: Mapped[int] = mapped_column(default=0)  # from the first to the last message
