"""``azimut train``"""

from __future__ import annotations

import click

from bot.settings import load_settings
from bot.training import train as train_model


@click.command()
def train() -> None:
    """Train the understanding from the articles and data/, with progress."""
    model = train_model(load_settings().data_dir / "models", click.echo)
    click.echo(str(model))
