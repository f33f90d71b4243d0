"""Alembic's entry: the connection is handed in by ``store.migrate``."""

from __future__ import annotations

from alembic import context

import store.models  # noqa: F401  (fills the metadata)
from store.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
