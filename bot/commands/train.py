"""``azimut train``"""

from __future__ import annotations

import click

from bot.live import live_knowledge
from bot.settings import load_settings
from bot.training import train as train_model


@click.command()
def train() -> None:
    """Train the understanding from the articles (with what was published on the desk) and data/."""
    data_dir = load_settings().data_dir
    model = train_model(data_dir / "models", click.echo, live_knowledge(data_dir))
    click.echo(str(model))
