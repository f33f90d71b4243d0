"""Train and try for the desk: in processes of their own, politely beside the service."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.alone import take
from bot.errors import TrainingFailed
from bot.live import overlays, surroundings
from bot.model import present_model
from bot.settings import PROJECT
from bot.training import MODELS_KEPT, TRAINER, Trainer, drop_older, make_model
from service.errors import NotFound
from service.learning.comparing import Answer
from service.learning.views import Made, TrialQuestion
from service.learning.workshop import Tell
from service.types import Engine, Language, TurnResult

POLITE = ("nice", "-n", "10")


class TrainingShop:
    """Implements ``service.learning.workshop.Workshop``."""

    def __init__(
        self,
        data_dir: Path,
        engine: Engine,
        *,
        trainer: str = TRAINER,
        trying: str = "bot.trying",
    ) -> None:
        """``trainer`` and ``trying``: the modules that are run as programs."""
        self._data_dir, self._engine = data_dir, engine
        self._trainer, self._trying = trainer, trying

    @property
    def overlays(self) -> Path:
        """Where knowledge folders are written."""
        return overlays(self._data_dir)

    @property
    def _models(self) -> Path:
        return self._data_dir / "models"

    async def train(self, knowledge: Path, tell: Tell) -> Made:
        """Train without making the model the present one. Raises TrainingFailed."""
        trainer = Trainer(self._trainer, before=polite())
        try:
            made = await asyncio.to_thread(make_model, self._models, tell, knowledge, trainer)
        finally:
            trainer.stop.set()  # cancelled: the thread would hold up the end of the service
        await asyncio.to_thread(drop_older, self._models, MODELS_KEPT)
        return Made(self._models / made.file, made.fingerprint, made.seconds)

    async def present(self) -> Made:
        """The model that is live here. Raises NotFound while there is none."""
        present = await asyncio.to_thread(present_model, self._models)
        if present is None:
            raise NotFound("there is no model yet: wait until the service is ready")
        return Made(self._models / present.file, present.fingerprint, present.seconds)

    async def answers(
        self, made: Made, knowledge: Path, questions: Sequence[TrialQuestion]
    ) -> list[Answer]:
        """What a model that is not live answers. Raises TrainingFailed."""
        lines = [{"text": each.text, "language": each.language} for each in questions]
        process = await asyncio.create_subprocess_exec(
            *polite(), sys.executable, "-W", "ignore", "-m", self._trying, str(made.path),
            cwd=PROJECT,
            env=surroundings(knowledge),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            out, _ = await process.communicate("".join(map(_line, lines)).encode())
        except asyncio.CancelledError:
            process.kill()
            raise
        found = [
            json.loads(line.removeprefix(b"azimut:"))
            for line in out.splitlines()
            if line.startswith(b"azimut:")
        ]
        if process.returncode or len(found) != len(questions):
            raise TrainingFailed("the new model could not answer the questions")
        return found

    async def live_answers(self, questions: Sequence[TrialQuestion]) -> list[Answer]:
        """What the live engine answers; one by one, so that visitors find a free worker."""
        found = []
        for question in questions:
            language: Language = "nl" if question.language == "nl" else "fr"
            found.append(answer_of(await take(self._engine, question.text, language)))
        return found


def answer_of(result: TurnResult) -> Answer:
    """What counts of an answer."""
    heard = result.understanding
    return {"outcome": heard.outcome, "article": heard.article, "choices": list(heard.choices)}


def polite() -> tuple[str, ...]:
    """Leave the processors to the service, where the system can."""
    return POLITE if shutil.which(POLITE[0]) else ()


def _line(value: dict[str, str]) -> str:
    return json.dumps(value) + "\n"
