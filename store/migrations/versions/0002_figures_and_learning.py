"""Figures counted beforehand, and what the house learns"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import store.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aggregate_article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=True),
        sa.Column("public", sa.String(length=20), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("unhelpful", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aggregate_article")),
    )
    with op.batch_alter_table("aggregate_article", schema=None) as batch_op:
        batch_op.create_index("ix_aggregate_article_month", ["month"], unique=False)

    op.create_table(
        "aggregate_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("theme", sa.String(length=30), nullable=True),
        sa.Column("public", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("handed_over", sa.Integer(), nullable=False),
        sa.Column("met_human", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aggregate_contact")),
    )
    with op.batch_alter_table("aggregate_contact", schema=None) as batch_op:
        batch_op.create_index("ix_aggregate_contact_month", ["month"], unique=False)

    op.create_table(
        "aggregate_hour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aggregate_hour")),
    )
    with op.batch_alter_table("aggregate_hour", schema=None) as batch_op:
        batch_op.create_index("ix_aggregate_hour_month", ["month"], unique=False)

    op.create_table(
        "aggregate_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_aggregate_month")),
    )
    op.create_table(
        "aggregate_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=True),
        sa.Column("public", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("unhelpful", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aggregate_question")),
    )
    with op.batch_alter_table("aggregate_question", schema=None) as batch_op:
        batch_op.create_index("ix_aggregate_question_month", ["month"], unique=False)

    op.create_table(
        "link_check",
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=80), nullable=False),
        sa.Column("checked_at", store.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_link_check")),
    )
    op.create_table(
        "trial_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_question")),
    )
    op.create_table(
        "article_owner",
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.Column("counsellor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counsellor_id"],
            ["counsellor.id"],
            name=op.f("fk_article_owner_counsellor_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_article_owner")),
    )
    op.create_table(
        "article_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_at", store.base.UtcDateTime(), nullable=False),
        sa.Column("accepted_at", store.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["counsellor.id"],
            name=op.f("fk_article_revision_written_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_revision")),
    )
    with op.batch_alter_table("article_revision", schema=None) as batch_op:
        batch_op.create_index("ix_article_revision_article", ["article", "status"], unique=False)

    op.create_table(
        "model_archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("made_at", store.base.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["counsellor.id"],
            name=op.f("fk_model_archive_made_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_archive")),
        sa.UniqueConstraint("file", name=op.f("uq_model_archive_file")),
    )
    with op.batch_alter_table("model_archive", schema=None) as batch_op:
        batch_op.create_index("ix_model_archive_made_at", ["made_at"], unique=False)

    op.create_table(
        "model_part",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["model_archive.id"],
            name=op.f("fk_model_part_model_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("model_id", "number", name=op.f("pk_model_part")),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("revisions", sa.JSON(), nullable=False),
        sa.Column("made_at", store.base.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["counsellor.id"], name=op.f("fk_publication_made_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["model_archive.id"],
            name=op.f("fk_publication_model_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_table(
        "trial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("revisions", sa.JSON(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("began_at", store.base.UtcDateTime(), nullable=False),
        sa.Column("ended_at", store.base.UtcDateTime(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["counsellor.id"], name=op.f("fk_trial_made_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["model_id"], ["model_archive.id"], name=op.f("fk_trial_model_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    with op.batch_alter_table("fact_conversation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_fact_conversation_waited",
            ["day", "channel", "seconds_to_human"],
            unique=False,
            sqlite_where=sa.text("seconds_to_human IS NOT NULL"),
            postgresql_where=sa.text("seconds_to_human IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("fact_conversation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_fact_conversation_waited",
            sqlite_where=sa.text("seconds_to_human IS NOT NULL"),
            postgresql_where=sa.text("seconds_to_human IS NOT NULL"),
        )

    op.drop_table("trial")
    op.drop_table("publication")
    op.drop_table("model_part")
    with op.batch_alter_table("model_archive", schema=None) as batch_op:
        batch_op.drop_index("ix_model_archive_made_at")

    op.drop_table("model_archive")
    with op.batch_alter_table("article_revision", schema=None) as batch_op:
        batch_op.drop_index("ix_article_revision_article")

    op.drop_table("article_revision")
    op.drop_table("article_owner")
    op.drop_table("trial_question")
    op.drop_table("link_check")
    with op.batch_alter_table("aggregate_question", schema=None) as batch_op:
        batch_op.drop_index("ix_aggregate_question_month")

    op.drop_table("aggregate_question")
    op.drop_table("aggregate_month")
    with op.batch_alter_table("aggregate_hour", schema=None) as batch_op:
        batch_op.drop_index("ix_aggregate_hour_month")

    op.drop_table("aggregate_hour")
    with op.batch_alter_table("aggregate_contact", schema=None) as batch_op:
        batch_op.drop_index("ix_aggregate_contact_month")

    op.drop_table("aggregate_contact")
    with op.batch_alter_table("aggregate_article", schema=None) as batch_op:
        batch_op.drop_index("ix_aggregate_article_month")

    op.drop_table("aggregate_article")
