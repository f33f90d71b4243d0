"""``azimut channels``"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click

from bot.platforms import Platforms, load_platforms
from bot.settings import load_settings

if TYPE_CHECKING:
    from channels.graph.check import Finding


@click.group()
def channels() -> None:
    """What WhatsApp and Messenger still need."""


@channels.command()
@click.option("--public-url", help="Instead of AZIMUT_PUBLIC_URL.")
def check(public_url: str | None) -> None:
    """Ask Meta and our own webhook: one line for each thing, exit code 1 if one is wrong."""
    platforms = load_platforms()
    address = (public_url or load_settings().public_address).rstrip("/")
    findings = asyncio.run(_check(platforms, address))
    if not findings:
        click.echo("WhatsApp and Messenger are off: docs/channels.md tells how to turn them on")
    for channel, finding in findings:
        click.echo(f"{channel:10} {finding}")
    sys.exit(0 if all(finding.right for _, finding in findings) else 1)


async def _check(platforms: Platforms, address: str) -> list[tuple[str, Finding]]:
    from channels.messenger.check import check_messenger
    from channels.whatsapp.check import check_whatsapp

    found: list[tuple[str, Finding]] = []
    if platforms.whatsapp is not None:
        lines = await check_whatsapp(platforms.whatsapp, address)
        found += [("whatsapp", line) for line in lines]
    if platforms.messenger is not None:
        lines = await check_messenger(platforms.messenger, address)
        found += [("messenger", line) for line in lines]
    return found
