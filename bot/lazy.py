"""Groups of commands that are imported when they are used: the others cost nothing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

Listed = Mapping[str, tuple[str, str]]
"""Name → the module that has a command of that name, and what the help says of it."""


class LazyGroup(click.Group):
    """``listed`` in the order in which the help tells them."""

    def __init__(self, *given: Any, listed: Listed, **named: Any) -> None:
        super().__init__(*given, **named)
        self._listed = listed

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in their order."""
        return list(self._listed)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now."""
        if name not in self._listed:
            return None
        command: click.Command = getattr(import_module(self._listed[name][0]), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help, without importing every command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self._listed.items()])
