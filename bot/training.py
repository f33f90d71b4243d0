"""Training: Rasa's, in a process of its own, with what went wrong on one line."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from bot.errors import TrainingFailed
from bot.live import surroundings
from bot.locks import taking_turns
from bot.model import PresentModel, fingerprint, present_model, remember_model
from bot.settings import PROJECT

Tell = Callable[[str], None]
TRAINER = "bot.trainer"
"""The program that trains."""
MODELS_KEPT = 5  # where models come by themselves: one may still be tried while another goes live


@dataclass(frozen=True, slots=True)
class Trainer:
    """Runs the program that trains in a process of its own."""

    module: str = TRAINER
    before: tuple[str, ...] = ()  # put before the command, such as ``nice``
    stop: Event = field(default_factory=Event)  # once set, a training ends within seconds

    def run(self, models: Path, name: str, tell: Tell, knowledge: Path | None) -> None:
        """Make a model of that name. Raises TrainingFailed.

        What Rasa keeps for the next training goes beside the models: as it is installed, the
        code's own folder is often read-only.
        """
        if self.stop.is_set():
            raise TrainingFailed("the training was stopped before it began")
        command = [*self.before, sys.executable, "-W", "ignore", "-m", self.module]
        with subprocess.Popen(
            [*command, str(models), name],
            cwd=PROJECT,
            env={"RASA_CACHE_DIRECTORY": str(models / "cache"), **surroundings(knowledge)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            last = self._follow(process, tell)
        if process.returncode < 0:
            raise TrainingFailed(f"the trainer was ended by signal {-process.returncode}")
        if process.returncode:
            raise TrainingFailed(last or f"the trainer ended with code {process.returncode}")

    def _follow(self, process: subprocess.Popen[str], tell: Tell) -> str:
        """Tell what the trainer says; gives its last word."""
        assert process.stdout is not None
        last = ""
        for line in process.stdout:  # one every few seconds at least
            if self.stop.is_set():
                process.terminate()
            if line.startswith("azimut:"):
                last = line.removeprefix("azimut:").strip()
                tell(f"training: {last}")
        return last


def ensure_model(
    models: Path, tell: Tell, knowledge: Path | None = None, trainer: Trainer | None = None
) -> Path:
    """The model that matches the data, trained now if there is none. Raises TrainingFailed.

    ``knowledge``: a folder whose articles stand in for the project's.
    """
    with taking_turns(models / "training.lock"):  # several processes start: one of them trains
        present = present_model(models)
        if present is not None and present.fingerprint == fingerprint(knowledge=knowledge):
            return models / present.file
        return train(models, tell, knowledge, trainer)


def train(
    models: Path, tell: Tell, knowledge: Path | None = None, trainer: Trainer | None = None
) -> Path:
    """Train, and make the new model the present one. Raises TrainingFailed."""
    made = make_model(models, tell, knowledge, trainer)
    remember_model(models, made)
    drop_older(models, keep=3)
    return models / made.file


def make_model(
    models: Path, tell: Tell, knowledge: Path | None = None, trainer: Trainer | None = None
) -> PresentModel:
    """Train, and leave the present model what it is. Raises TrainingFailed."""
    models.mkdir(parents=True, exist_ok=True)
    made_from, began = fingerprint(knowledge=knowledge), time.monotonic()
    name = f"azimut-{time.strftime('%Y%m%d-%H%M%S')}-{made_from[:8]}"
    tell("training: loading Rasa and the articles")
    (trainer or Trainer()).run(models, name, tell, knowledge)
    model = models / f"{name}.tar.gz"
    if not model.is_file():
        raise TrainingFailed("training ended without a model: see the lines above")
    seconds = round(time.monotonic() - began, 1)
    size = model.stat().st_size
    tell(f"trained in {seconds:.0f} s: {model.name}, {size / 1e6:.1f} MB")
    return PresentModel(model.name, made_from, seconds, size)


def drop_older(models: Path, keep: int) -> None:
    """Delete all but the newest models and the present one."""
    known = sorted(models.glob("azimut-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    present = present_model(models)
    for path in known[:-keep]:
        if present is None or path.name != present.file:
            path.unlink(missing_ok=True)  # another process may tidy too
