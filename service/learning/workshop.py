"""What learning needs of the application, which alone knows how to train and serve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from service.learning.comparing import Answer
from service.learning.views import Made, TrialQuestion

Tell = Callable[[str], None]


class Workshop(Protocol):
    """Implemented by ``bot``; each method may take minutes and must not block the loop."""

    @property
    def overlays(self) -> Path:
        """Where knowledge folders are written."""
        ...

    async def train(self, knowledge: Path, tell: Tell) -> Made:
        """Train on a knowledge folder. Raises an exception whose text says what is wrong."""
        ...

    async def present(self) -> Made:
        """The model that is live here."""
        ...

    async def answers(
        self, made: Made, knowledge: Path, questions: Sequence[TrialQuestion]
    ) -> list[Answer]:
        """What a model that is not live would answer."""
        ...

    async def live_answers(self, questions: Sequence[TrialQuestion]) -> list[Answer]:
        """What the live model answers."""
        ...
