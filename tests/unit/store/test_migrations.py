"""Models and migrations say the same, on both databases, from empty and from every revision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import store.models
from store.base import Base
from store.database import Database
from store.migrate import alembic_config, newest_revision, revision, upgrade
from tests.conftest import missing
from tests.support.postgres import Cluster, cluster, postgres_binaries

assert store.models  # fills the metadata


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster]:
    if postgres_binaries() is None:
        missing("PostgreSQL", "the Debian package postgresql")
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deep' / 'azimut.sqlite3'}"
    running: Cluster = request.getfixturevalue("postgres")
    return running.url()


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


async def test_models_equal_migrations(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await upgrade(database)
    assert await revision(database) == newest_revision()
    async with database.reader.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_every_revision_can_be_upgraded_and_taken_back(url: str) -> None:
    script = ScriptDirectory.from_config(alembic_config())
    steps = [step.revision for step in reversed(list(script.walk_revisions()))]
    database = Database(url)
    if database.path is not None:
        database.path.parent.mkdir(parents=True)
    for step in steps:
        await turn(database, command.upgrade, step)
    for step in [*reversed(steps[:-1]), "base"]:
        await turn(database, command.downgrade, step)
    assert await revision(database) is None
    await upgrade(database)
    assert await revision(database) == newest_revision()
    await database.close()


async def turn(database: Database, direction: Callable[[Config, str], None], step: str) -> None:
    """Migrate to a revision."""
    async with database.writer.begin() as connection:
        await connection.run_sync(lambda sync: direction(alembic_config(sync), step))
