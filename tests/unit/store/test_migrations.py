"""Models and migrations say the same, on both databases, from empty and from every revision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, select

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


REVISIONS = [
    step.revision for step in ScriptDirectory.from_config(alembic_config()).walk_revisions()
]


@pytest.mark.parametrize("step", REVISIONS)
async def test_what_was_written_under_an_old_schema_is_there_under_the_new(
    url: str, step: str
) -> None:
    """A row in every table of each released schema, then the newest: all can be read."""
    database = Database(url)
    if database.path is not None:
        database.path.parent.mkdir(parents=True)
    await turn(database, command.upgrade, step)
    async with database.writer.begin() as connection:
        filled = await connection.run_sync(fill)
    assert len(filled) > 15
    await upgrade(database)
    assert await revision(database) == newest_revision()
    async with database.read() as session:
        for mapper in Base.registry.mappers:
            rows = (await session.scalars(select(mapper.class_))).all()
            assert len(rows) == (mapper.class_.__tablename__ in filled), mapper.class_.__name__
    async with database.reader.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


def fill(connection: Connection) -> set[str]:
    """One row in every table, whatever its columns; the tables' names."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name != "alembic_version"]
    for table in tables:
        values = {column.name: some(column.type.python_type) for column in table.columns}
        connection.execute(table.insert().values(values))
    return {table.name for table in tables}


def some(kind: type) -> object:
    """A value of a kind: the same in every table, so that one row can point to another."""
    values: dict[type, object] = {
        str: "fr", int: 1, bool: True, float: 1.0, bytes: b"x", dict: {}, list: [],
        date: date(2026, 11, 23), time: time(9), datetime: datetime(2026, 11, 23),
    }  # fmt: skip
    return values[kind]


async def turn(database: Database, direction: Callable[[Config, str], None], step: str) -> None:
    """Migrate to a revision."""
    async with database.writer.begin() as connection:
        await connection.run_sync(lambda sync: direction(alembic_config(sync), step))
