"""Train and try: in the background, with progress, compared with what is live."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from service.audit import audit_line
from service.core import Core
from service.errors import NotFound
from service.events import DESK, Event
from service.learning.archives import Archives
from service.learning.comparing import compare
from service.learning.errors import NoWorkshop, TrialRunning
from service.learning.overlay import write_overlay
from service.learning.publications import Publications
from service.learning.questions import TrialQuestions
from service.learning.revisions import Revisions
from service.learning.views import Trial
from service.learning.workshop import Workshop
from store.models import TrialRow

log = structlog.get_logger("azimut.learning")
_LONGEST = timedelta(minutes=30)
"""A trial that runs longer died with its process."""


class Trials:
    """One at a time over all processes. ``workshop`` is set by the application."""

    def __init__(
        self,
        core: Core,
        revisions: Revisions,
        questions: TrialQuestions,
        archives: Archives,
        publications: Publications,
    ) -> None:
        self._core = core
        self._revisions = revisions
        self._questions = questions
        self._archives = archives
        self._publications = publications
        self._task: asyncio.Task[None] | None = None
        self.workshop: Workshop | None = None

    async def start(self, by: int) -> int:
        """Begin; gives the id. Raises TrialRunning, NoWorkshop."""
        if self.workshop is None:
            raise NoWorkshop("this process cannot train")
        now = self._core.now()
        accepted = await self._revisions.accepted()
        ids = sorted(revision.id for revision in accepted.values())
        async with self._core.write() as session:
            running = await session.scalar(
                select(TrialRow.id).where(
                    TrialRow.status == "running", TrialRow.began_at > now - _LONGEST
                )
            )
            if running is not None:
                raise TrialRunning(str(running))
            row = TrialRow(status="running", step="", revisions=ids, began_at=now, made_by=by)
            session.add(row)
            await session.flush()
            session.add(audit_line(self._core, by, "trial", row.id))
        self._task = asyncio.create_task(self._run(row.id, by, self.workshop))
        return row.id

    async def wait(self) -> None:
        """Until the trial of this process has ended."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def stop(self) -> None:
        """End the trial of this process."""
        if self._task is not None:
            self._task.cancel()
        await self.wait()

    async def get(self, trial_id: int) -> Trial:
        """One. Raises NotFound."""
        async with self._core.read() as session:
            row = await session.get(TrialRow, trial_id)
        if row is None:
            raise NotFound(f"trial {trial_id}")
        return self._view(row)

    async def listed(self, limit: int = 10) -> tuple[Trial, ...]:
        """The newest first."""
        query = select(TrialRow).order_by(TrialRow.id.desc()).limit(limit)
        async with self._core.read() as session:
            return tuple(self._view(row) for row in await session.scalars(query))

    async def _run(self, trial_id: int, by: int, workshop: Workshop) -> None:
        try:
            await self._try(trial_id, by, workshop)
        except asyncio.CancelledError:
            await self._note(trial_id, status="failed", step="stopped", ended_at=self._core.now())
            raise
        except Exception as error:
            log.error("trial.failed", error=type(error).__name__)
            text = " ".join(str(error).split())[:200] or type(error).__name__
            await self._note(trial_id, status="failed", step=text, ended_at=self._core.now())

    async def _try(self, trial_id: int, by: int, workshop: Workshop) -> None:
        texts = await self._revisions.texts((await self.get(trial_id)).revisions)
        knowledge = await asyncio.to_thread(
            write_overlay, self._revisions.base, texts, workshop.overlays
        )
        present = await self._archives.keep(None, await workshop.present())
        await self._publications.first(present.id)
        made = await workshop.train(knowledge, self._teller(trial_id))
        model = await self._archives.keep(by, made)
        questions = await self._questions.all()
        await self._note(trial_id, step=f"trying {len(questions)} questions")
        before = await workshop.live_answers(questions)
        after = await workshop.answers(made, knowledge, questions)
        await self._note(
            trial_id,
            status="done",
            step="",
            model_id=model.id,
            result=compare(questions, before, after),
            ended_at=self._core.now(),
        )

    def _teller(self, trial_id: int) -> Any:
        """Told from a thread: what the training is at."""
        loop = asyncio.get_running_loop()

        def tell(text: str) -> None:
            asyncio.run_coroutine_threadsafe(self._note(trial_id, step=text[:200]), loop)

        return tell

    async def _note(self, trial_id: int, **values: Any) -> None:
        async with self._core.write() as session:
            await session.execute(
                update(TrialRow)
                .where(TrialRow.id == trial_id, TrialRow.status == "running")
                .values(**values)
            )
        await self._core.bus.publish(Event("trial", data={"id": trial_id}), DESK)

    def _view(self, row: TrialRow) -> Trial:
        lost = row.status == "running" and self._core.now() - row.began_at > _LONGEST
        return Trial(
            row.id,
            "failed" if lost else row.status,
            row.step,
            tuple(row.revisions),
            row.model_id,
            row.result,
            row.began_at,
            row.ended_at,
        )
