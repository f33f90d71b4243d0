"""``azimut purge``"""

from __future__ import annotations

import asyncio
from dataclasses import asdict

import click

from bot.housekeeping import with_house
from service.house import House


@click.command()
@click.option("--dry-run", is_flag=True, help="Count only; delete nothing.")
def purge(dry_run: bool) -> None:
    """Delete what is older than the desk's settings say."""

    async def work(house: House) -> None:
        report = asdict(await house.keeping.purge(dry_run=dry_run))
        verb = "would delete" if report.pop("dry_run") else "deleted"
        click.echo(f"{verb}: " + ", ".join(f"{count} {name}" for name, count in report.items()))

    asyncio.run(with_house(work))
