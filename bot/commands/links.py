"""``azimut links``"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import click

from bot.housekeeping import with_house
from service.house import House


@click.command()
@click.option("--limit", default=200, show_default=True, help="Addresses at most.")
@click.option("--older", default=14, show_default=True, help="Only those not looked at for days.")
def links(limit: int, older: int) -> None:
    """Look whether the pages that articles rest on are still there (nothing does so by itself).

    Gently: as each site's robots.txt wants it, one page at a time with pauses. Run it now and
    then, for example every week; the desk shows what is broken under "À relire".
    """

    async def work(house: House) -> None:
        await _check(house, limit, timedelta(days=older))

    asyncio.run(with_house(work))


async def _check(house: House, limit: int, older: timedelta) -> None:
    from bot.links import LinkChecker, Result
    from bot.live import live_knowledge
    from bot.settings import load_settings
    from knowledge.loader import load_knowledge

    settings = load_settings()
    knowledge = load_knowledge(live_knowledge(settings.data_dir))
    now = house.core.now()
    wanted = [
        link.url
        for link in await house.learning.upkeep.links(knowledge)
        if link.checked_at is None or now - link.checked_at > older
    ]

    def tell(result: Result) -> None:
        address, status, problem = result
        click.echo(f"{problem or status or 'not asked (robots.txt)'}  {address}")

    name = f"Azimut-link-check (+{settings.public_address})"
    results = await LinkChecker(name, tell=tell).check(wanted[:limit])
    await house.learning.upkeep.note_links(results)
    broken = sum(bool(problem) for _, _, problem in results)
    click.echo(f"{len(results)} addresses, {broken} with a problem", err=True)
