"""Training the peer: its time for a few epochs, and what that means for all of them."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bench.stock.environment import Environment, surroundings
from bench.stock.settings import write_config, write_settings


@dataclass(frozen=True)
class Trained:
    """A model of the peer, and how long it took."""

    model: Path
    epochs: int
    seconds: float


def train(project: Path, stock: Environment, epochs: int | None) -> Trained:
    """Train from nothing; ``epochs`` as in write_config. Its words go to train.log."""
    usual = write_config(project, stock, epochs)
    write_settings(project, 5055)
    name = f"stock-{epochs or usual}"
    command = stock.rasa(
        "train", "--force", "--fixed-model-name", name, "--out", str(project / "models")
    )
    began = time.monotonic()
    with (project / "train.log").open("ab") as log:
        subprocess.run(command, cwd=project, env=surroundings(), stdout=log, stderr=log, check=True)
    seconds = time.monotonic() - began
    return Trained(project / "models" / f"{name}.tar.gz", epochs or usual, seconds)


def projected(few: Trained, more: Trained, epochs: int) -> float:
    """Seconds for so many epochs: a straight line through two trainings."""
    each = (more.seconds - few.seconds) / (more.epochs - few.epochs)
    return few.seconds + each * (epochs - few.epochs)
