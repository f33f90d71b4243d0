"""What the house learned: accepted changes of articles, trained models, trials, owners."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class ArticleRevisionRow(Base):
    """An article's text as somebody wrote it on the desk.

    The newest accepted revision of an article stands in for its file. ``id`` is the version:
    the highest accepted one names the state of the whole knowledge base.
    """

    __tablename__ = "article_revision"
    __table_args__ = (Index("ix_article_revision_article", "article", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)  # YAML, as it would stand in the file
    base: Mapped[str] = mapped_column(String(64))  # hash of the text it was made from; "" if new
    note: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(12))  # draft | accepted | withdrawn
    written_by: Mapped[int | None] = mapped_column(ForeignKey("counsellor.id", ondelete="SET NULL"))
    written_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class ModelArchiveRow(Base):
    """A trained model, so that every process of every host can fetch it.

    ``fingerprint`` is a hash of all that it was made from; ``complete`` once all parts are there.
    """

    __tablename__ = "model_archive"
    __table_args__ = (Index("ix_model_archive_made_at", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(120), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    complete: Mapped[bool] = mapped_column(default=False)
    size: Mapped[int]  # bytes
    seconds: Mapped[float]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("counsellor.id", ondelete="SET NULL"))


class ModelPartRow(Base):
    """A piece of a model's file: written one by one, so that no turn waits for a large write."""

    __tablename__ = "model_part"

    model_id: Mapped[int] = mapped_column(
        ForeignKey("model_archive.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class PublicationRow(Base):
    """What is live: knowledge and model together. The newest row counts; going back adds one."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int | None] = mapped_column(
        ForeignKey("model_archive.id", ondelete="SET NULL")
    )
    revisions: Mapped[list[Any]]  # ids of the article revisions that are live
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("counsellor.id", ondelete="SET NULL"))


class TrialRow(Base):
    """One run of "train and try": progress, then a comparison with the live model."""

    __tablename__ = "trial"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(String(12))  # running | done | failed
    step: Mapped[str] = mapped_column(String(200))
    revisions: Mapped[list[Any]]
    model_id: Mapped[int | None] = mapped_column(
        ForeignKey("model_archive.id", ondelete="SET NULL")
    )
    result: Mapped[dict[str, Any] | None]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("counsellor.id", ondelete="SET NULL"))


class TrialQuestionRow(Base):
    """A question of the operator's fixed set, with the answer that it should get."""

    __tablename__ = "trial_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    article: Mapped[str | None] = mapped_column(String(120))  # None: must not be answered


class ArticleOwnerRow(Base):
    """Who looks after an article."""

    __tablename__ = "article_owner"

    article: Mapped[str] = mapped_column(String(120), primary_key=True)
    counsellor_id: Mapped[int] = mapped_column(ForeignKey("counsellor.id", ondelete="CASCADE"))


class LinkCheckRow(Base):
    """How an address answered when it was last looked at."""

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(String(500), primary_key=True)
    status: Mapped[int | None]  # HTTP status; None: no answer
    problem: Mapped[str] = mapped_column(String(80))  # "" when the page is there
    checked_at: Mapped[datetime]
