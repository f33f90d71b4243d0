"""``azimut bench``: measurements, each a command of its own that is imported on use."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "nlu": ("bench.nlu", "Understanding: on visitors' questions, or on public sets with peers."),
    "language": ("bench.language", "Language identification, beside lingua and lid.176."),
    "speed": ("bench.speed", "Speed, memory and size beside a stock Rasa project."),
    "dialogues": ("bench.dialogues", "Whole conversations, turn by turn."),
}


class Benchmarks(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[name][0]), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help, without importing every command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=Benchmarks)
def bench() -> None:
    """Measure understanding and speed."""
