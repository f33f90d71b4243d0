"""Serve what was published: at start, and whenever the database tells of something new."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.live import live_knowledge, remember_live
from bot.model import PresentModel, fingerprint, remember_model
from bot.switching import SwitchingEngine
from bot.training import MODELS_KEPT, TRAINER, Tell, Trainer, drop_older, ensure_model
from knowledge.loader import load_knowledge
from knowledge.present import PresentKnowledge
from service.errors import NotFound
from service.events import DESK, Subscription
from service.house import House
from service.learning.publications import PUBLISHED
from service.learning.views import Publication

log = structlog.get_logger(__name__)


RETRIES = (10.0, 60.0, 300.0, 900.0)  # seconds until a switch that failed is tried again


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be live: the publication (None: the files as they are), and its articles."""

    publication: Publication | None
    knowledge: Path | None

    @property
    def id(self) -> int | None:
        """Of the publication."""
        return self.publication.id if self.publication is not None else None


class Publisher:
    """Keeps this process on the newest publication."""

    def __init__(
        self,
        house: House,
        engine: SwitchingEngine,
        knowledge: PresentKnowledge,
        data_dir: Path,
        *,
        trainer: str = TRAINER,
    ) -> None:
        """``trainer``: the module that trains when no model fits."""
        self._house, self._engine, self._knowledge = house, engine, knowledge
        self._data_dir, self._models = data_dir, data_dir / "models"
        self._trainer = trainer
        self._live: int | None = None
        self._begun = asyncio.Event()

    async def begin(self, tell: Tell) -> None:
        """Load the engine for the first time. Until it is there, the articles can be read.

        Raises TrainingFailed, EngineUnavailable.
        """
        wanted = await self._wanted()
        await self._show(wanted)
        await self._engine.start(await self._model(wanted, tell), wanted.knowledge)
        await self._engine.wait_ready()
        self._begun.set()

    async def follow(self) -> None:
        """Switch whenever something is published; runs for as long as the service does."""
        await self._begun.wait()
        failures = 0
        with self._house.bus.listening(DESK) as ear:
            while True:
                failures = 0 if await self._switched() else failures + 1
                pause = RETRIES[min(failures, len(RETRIES)) - 1] if failures else None
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(_news(ear), pause)

    async def _switched(self) -> bool:
        """Whether the newest publication is live, now at least."""
        try:
            publication = await self._house.learning.publications.present()
            if publication is not None and publication.id != self._live:
                await self._switch(await self._wanted())
        except Exception as error:
            log.error("publishing.failed", error=type(error).__name__)
            return False
        return True

    async def _switch(self, wanted: Wanted) -> None:
        """New articles are shown only when their model answers: nothing is offered meanwhile
        that the engine does not know."""
        model = await self._model(wanted, lambda text: log.info("publishing", step=text))
        await self._engine.switch(model, wanted.knowledge)
        await self._show(wanted)
        log.info("published", publication=wanted.id, model=model.name)

    async def _show(self, wanted: Wanted) -> None:
        """From now on pages and channels know these articles."""
        self._knowledge.replace(await asyncio.to_thread(load_knowledge, wanted.knowledge))
        self._live = wanted.id

    async def _wanted(self) -> Wanted:
        """Bring the published articles to this machine."""
        publication = await self._house.learning.publications.present()
        texts: dict[str, str] = {}
        if publication is not None:
            texts = await self._house.learning.revisions.texts(publication.revisions)
        await asyncio.to_thread(remember_live, self._data_dir, texts)
        return Wanted(publication, await asyncio.to_thread(live_knowledge, self._data_dir))

    async def _model(self, wanted: Wanted, tell: Tell) -> Path:
        """The model for these articles: the published one, or one that is trained now."""
        if wanted.publication is not None:
            await self._fetch(wanted.publication, wanted.knowledge)
        trainer = Trainer(self._trainer)
        try:
            return await asyncio.to_thread(
                ensure_model, self._models, tell, wanted.knowledge, trainer
            )
        finally:
            trainer.stop.set()  # cancelled: the thread would hold up the end of the service

    async def _fetch(self, publication: Publication, knowledge: Path | None) -> None:
        """Take the published model from the database, if it was made from what we have."""
        model = publication.model
        wanted = await asyncio.to_thread(fingerprint, knowledge=knowledge)
        if model is None or model.fingerprint != wanted:
            return  # the program or the files changed since: ensure_model trains
        with contextlib.suppress(NotFound):
            path = await self._house.learning.archives.fetch(model, self._models)
            present = PresentModel(path.name, model.fingerprint, model.seconds, model.size)
            await asyncio.to_thread(remember_model, self._models, present)
            await asyncio.to_thread(drop_older, self._models, MODELS_KEPT)


async def _news(ear: Subscription) -> None:
    """Wait until something is published, or may have been."""
    while (await ear.get()).kind not in {PUBLISHED, "lagged"}:
        pass
