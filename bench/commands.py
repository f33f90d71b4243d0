"""``azimut bench``: measurements, each a command of its own that is imported on use."""

from __future__ import annotations

import click

from bot.lazy import LazyGroup

COMMANDS = {
    "nlu": ("bench.nlu", "Understanding: on visitors' questions, or on public sets with peers."),
    "language": ("bench.language", "Language identification, beside lingua and lid.176."),
    "speed": ("bench.speed", "Speed, memory and size beside a stock Rasa project."),
    "dialogues": ("bench.dialogues", "Whole conversations, turn by turn."),
}


@click.group(cls=LazyGroup, listed=COMMANDS)
def bench() -> None:
    """Measure understanding and speed."""
