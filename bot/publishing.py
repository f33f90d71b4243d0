"""Serve what was published: at start, and whenever the database tells of something new."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import structlog

from bot.live import live_knowledge, remember_live
from bot.model import PresentModel, fingerprint, remember_model
from bot.switching import SwitchingEngine
from bot.training import Tell, ensure_model
from knowledge.loader import load_knowledge
from knowledge.present import PresentKnowledge
from service.errors import NotFound
from service.events import DESK
from service.house import House
from service.learning.publications import PUBLISHED
from service.learning.views import Publication

log = structlog.get_logger(__name__)


class Publisher:
    """Keeps this process on the newest publication."""

    def __init__(
        self, house: House, engine: SwitchingEngine, knowledge: PresentKnowledge, data_dir: Path
    ) -> None:
        self._house, self._engine, self._knowledge = house, engine, knowledge
        self._data_dir, self._models = data_dir, data_dir / "models"
        self._live: int | None = None
        self._begun = asyncio.Event()

    async def prepare(self, tell: Tell) -> tuple[Path, Path | None]:
        """The model and the knowledge folder to begin with; trains when no model fits."""
        publication = await self._house.learning.publications.present()
        texts: dict[str, str] = {}
        if publication is not None:
            texts = await self._house.learning.revisions.texts(publication.revisions)
            self._live = publication.id
        await asyncio.to_thread(remember_live, self._data_dir, texts)
        knowledge = await asyncio.to_thread(live_knowledge, self._data_dir)
        if publication is not None:
            await self._fetch(publication, knowledge)
        model = await asyncio.to_thread(ensure_model, self._models, tell, knowledge)
        self._knowledge.replace(await asyncio.to_thread(load_knowledge, knowledge))
        return model, knowledge

    async def begin(self, tell: Tell) -> None:
        """Load the engine for the first time. Raises TrainingFailed, EngineUnavailable."""
        await self._engine.start(*await self.prepare(tell))
        await self._engine.wait_ready()
        self._begun.set()

    async def follow(self) -> None:
        """Switch whenever something is published; runs for as long as the service does."""
        await self._begun.wait()
        with self._house.bus.listening(DESK) as ear:
            await self._look()
            async for event in ear:
                if event.kind in {PUBLISHED, "lagged"}:
                    await self._look()

    async def _look(self) -> None:
        publication = await self._house.learning.publications.present()
        if publication is None or publication.id == self._live:
            return
        try:
            model, knowledge = await self.prepare(lambda text: log.info("publishing", step=text))
            await self._engine.switch(model, knowledge)
            log.info("published", publication=publication.id, model=model.name)
        except Exception as error:
            log.error("publishing.failed", error=type(error).__name__, reason=str(error))

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
