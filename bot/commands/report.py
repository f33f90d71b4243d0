"""``azimut report``"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

import click

from bot.errors import AzimutError
from bot.housekeeping import with_house
from service.errors import BadRequest
from service.house import House

FORMATS = ("csv", "xlsx", "html")
_DAY = click.DateTime(["%Y-%m-%d"])


class ReportError(AzimutError):
    """The report cannot be made."""


@click.command()
@click.option("--from", "first", type=_DAY, required=True, help="The first day: 2026-01-01.")
@click.option("--to", "last", type=_DAY, required=True, help="The last day, included.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("--language", type=click.Choice(["fr", "nl"]), default="fr", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Else printed.")
@click.option(
    "--published", is_flag=True, help="The published tables only, rounded: a whole past year."
)
def report(
    first: datetime,
    last: datetime,
    kind: str,
    language: str,
    output: Path | None,
    published: bool,
) -> None:
    """The report of contacts of a period, made to be sent as it is."""
    if last < first:
        raise ReportError(f"--to {last:%Y-%m-%d} is before --from {first:%Y-%m-%d}: exchange them")
    if output is None and kind == "xlsx" and sys.stdout.isatty():
        raise ReportError("a workbook is no text for a terminal: give --output FILE")

    async def work(house: House) -> bytes:
        return await _write(house, first, last, kind, language, published)

    try:
        content = asyncio.run(with_house(work))
    except BadRequest as error:
        raise ReportError(
            f"--published: {error}: give --from YYYY-01-01 --to YYYY-12-31"
        ) from error
    if output is None:
        sys.stdout.buffer.write(content)
        return
    _save(output, content)


async def _write(
    house: House, first: datetime, last: datetime, kind: str, language: str, published: bool
) -> bytes:
    from bot.live import live_knowledge
    from bot.settings import load_settings
    from knowledge.loader import load_knowledge
    from service.reporting.making import exact, public, written
    from service.reporting.period import Period

    period = Period(first.date(), last.date())
    knowledge = load_knowledge(live_knowledge(load_settings().data_dir))
    titles = {article.id: article.versions[language].title for article in knowledge}
    make = public if published else exact
    return written(await make(house.statistics, period, language, titles), kind)


def _save(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise ReportError(
            f"{output}: {error.strerror}: name a file in a folder that exists"
        ) from error
    click.echo(f"{output}: {len(content)} bytes", err=True)
