"""Figures of finished months, counted beforehand from the facts.

A month that has a row in ``aggregate_month`` is counted; every other day is counted from the
facts when it is asked for. Whoever changes a fact of a counted month takes the month's row away
in the same transaction (see below), so that a figure is never old.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Index, String, bindparam, delete, event, or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session

from store.base import Base
from store.models.facts import ConversationFactRow, QuestionFactRow
from store.rows import run, table_of


class AggregateMonthRow(Base):
    """A month whose cells are right. ``month`` is its first day."""

    __tablename__ = "aggregate_month"

    month: Mapped[date] = mapped_column(primary_key=True)


class ContactCellRow(Base):
    """Conversations of a month that have these things in common."""

    __tablename__ = "aggregate_contact"
    __table_args__ = (Index("ix_aggregate_contact_month", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(5))
    theme: Mapped[str | None] = mapped_column(String(30))
    public: Mapped[str | None] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    contacts: Mapped[int]
    asked: Mapped[int]  # with a question at least
    served: Mapped[int]  # with an answer at least
    handed_over: Mapped[int]
    met_human: Mapped[int]
    booked: Mapped[int]
    questions: Mapped[int]
    seconds: Mapped[int]


class QuestionCellRow(Base):
    """Questions of a month that have these things in common."""

    __tablename__ = "aggregate_question"
    __table_args__ = (Index("ix_aggregate_question_month", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    theme: Mapped[str | None] = mapped_column(String(30))
    public: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    questions: Mapped[int]
    helpful: Mapped[int]
    unhelpful: Mapped[int]


class HourCellRow(Base):
    """Conversations of a month that began in the same hour of the week."""

    __tablename__ = "aggregate_hour"
    __table_args__ = (Index("ix_aggregate_hour_month", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    weekday: Mapped[int]
    hour: Mapped[int]
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(5))
    contacts: Mapped[int]


class ArticleCellRow(Base):
    """Questions of a month that were answered with the same article."""

    __tablename__ = "aggregate_article"
    __table_args__ = (Index("ix_aggregate_article_month", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    article: Mapped[str] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    theme: Mapped[str | None] = mapped_column(String(30))
    public: Mapped[str] = mapped_column(String(20))
    questions: Mapped[int]
    helpful: Mapped[int]
    unhelpful: Mapped[int]


# The few conversations that met a human: waiting times are counted from these alone.
Index(
    "ix_fact_conversation_waited",
    ConversationFactRow.day,
    ConversationFactRow.channel,
    ConversationFactRow.seconds_to_human,
    sqlite_where=text("seconds_to_human IS NOT NULL"),
    postgresql_where=text("seconds_to_human IS NOT NULL"),
)


_GONE = "months taken away"  # of the present transaction, in ``session.info``


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


async def forget_months(session: AsyncSession, one: date, other: date) -> None:
    """The counted months of two days hold no longer: for facts that are written by statements,
    of which no session knows."""
    await run(session, _FORGET, {"one": month_of(one), "other": month_of(other)})


_counted = table_of(AggregateMonthRow).c.month
_FORGET = delete(table_of(AggregateMonthRow)).where(
    or_(_counted == bindparam("one"), _counted == bindparam("other"))
)


def _forget_month(
    _mapper: Mapper[ConversationFactRow | QuestionFactRow],
    connection: Connection,
    fact: ConversationFactRow | QuestionFactRow,
) -> None:
    """Once in a transaction, however many facts of a month it changes."""
    month, session = month_of(fact.day), object_session(fact)
    assert session is not None  # it is being written
    transaction, gone = session.info.get(_GONE, (None, frozenset()))
    if transaction is not session.get_transaction():
        gone = frozenset()
    if month not in gone:
        connection.execute(delete(AggregateMonthRow).where(AggregateMonthRow.month == month))
        session.info[_GONE] = (session.get_transaction(), gone | {month})


for _facts in (ConversationFactRow, QuestionFactRow):
    for _change in ("after_insert", "after_update", "after_delete"):
        event.listen(_facts, _change, _forget_month)
