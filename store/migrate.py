"""Bring a database to the newest schema. Safe to call at every start."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from store.database import Database, translated

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x417A696D7574  # "Azimut": one process migrates, the others wait


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


async def upgrade(database: Database) -> None:
    """Create what is missing and migrate what is old. Raises Unavailable."""
    if database.path is not None:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    with translated():
        async with database.writer.begin() as connection:
            await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    command.upgrade(alembic_config(connection), "head")


async def revision(database: Database) -> str | None:
    """The schema that the database has; None when it has none."""
    async with database.reader.connect() as connection:
        return await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )


def newest_revision() -> str | None:
    """The schema that the code wants."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()
