"""``azimut db``"""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.errors import AzimutError
from bot.housekeeping import with_house
from service.errors import ServiceError
from service.house import House


class BackupFailed(AzimutError):
    """No backup was made."""


@click.group()
def db() -> None:
    """Upgrade or back up the database."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date (``serve`` does it too)."""

    async def work(_: House) -> None:
        click.echo("the schema is up to date")

    asyncio.run(with_house(work))  # opening the house migrates


@db.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Copy the SQLite database while it is in use. Keys are not in it: keep them apart."""

    async def work(house: House) -> None:
        await house.keeping.backup(target)

    if target.exists():
        raise BackupFailed(f"{target} exists; name a file that does not")
    try:
        asyncio.run(with_house(work))
    except (ServiceError, OSError) as error:
        raise BackupFailed(f"{target}: {error}") from error
    click.echo(f"{target}: {target.stat().st_size} bytes")
