"""``azimut counsellor``"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import click

from bot.errors import AzimutError
from bot.housekeeping import with_house
from service.errors import ServiceError
from service.house import House
from service.views import Role

LANGUAGES = ("fr", "nl")


class AccountError(AzimutError):
    """An account cannot be made or changed."""


@click.group()
def counsellor() -> None:
    """Counsellors' accounts."""


@counsellor.command("add")
@click.argument("login")
@click.option("--name", help="Shown to visitors and colleagues; the login if not given.")
@click.option("--admin", is_flag=True, help="May change settings and accounts.")
@click.option("--language", "languages", type=click.Choice(LANGUAGES), multiple=True)
def add(login: str, name: str | None, admin: bool, languages: tuple[str, ...]) -> None:
    """Make an account and print its password, once."""
    role: Role = "admin" if admin else "counsellor"

    async def work(house: House) -> str:
        _, password = await house.people.add(
            login, name or login, role=role, languages=languages or LANGUAGES
        )
        return password

    click.echo(f"{login}  password {_run(work)}")


@counsellor.command("list")
def list_() -> None:
    """All accounts."""

    async def work(house: House) -> None:
        for one in await house.people.all():
            state = "" if one.active else "  (inactive)"
            click.echo(f"{one.login}  {one.name}  {one.role}  {'/'.join(one.languages)}{state}")

    _run(work)


@counsellor.command("reset-password")
@click.argument("login")
def reset_password(login: str) -> None:
    """A new password; the account's sessions end."""

    async def work(house: House) -> str:
        return await house.people.reset_password(login)

    click.echo(f"{login}  password {_run(work)}")


@counsellor.command("remove-demo")
def remove_demo() -> None:
    """Close the demo account, before the service is reachable from elsewhere."""

    async def work(house: House) -> None:
        for one in await house.people.all():
            if one.login == "demo":
                await house.people.change(one.id, active=False)

    _run(work)
    click.echo("the demo account is closed")


def _run(work: Callable[[House], Awaitable[Any]]) -> Any:
    try:
        return asyncio.run(with_house(work))
    except ServiceError as error:
        raise AccountError(f"{error}: see `azimut counsellor list`") from error
