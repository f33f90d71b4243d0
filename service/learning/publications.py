"""What is live: model and article changes together. Going back is one more publication."""

from __future__ import annotations

from sqlalchemy import select

from service.audit import audit_line
from service.core import Core
from service.errors import BadRequest, NotFound
from service.events import DESK, Event
from service.learning.archives import Archives
from service.learning.views import Publication
from store.models import CounsellorRow, PublicationRow, TrialRow

PUBLISHED = "publication"
"""The kind of the event that tells every process to switch."""


class Publications:
    """The newest one is live in every process of every host."""

    def __init__(self, core: Core, archives: Archives) -> None:
        self._core = core
        self._archives = archives

    async def present(self) -> Publication | None:
        """What is live; None: the files as they are."""
        listed = await self.listed(limit=1)
        return listed[0] if listed else None

    async def listed(self, limit: int = 20) -> tuple[Publication, ...]:
        """The newest first."""
        query = select(PublicationRow).order_by(PublicationRow.id.desc()).limit(limit)
        async with self._core.read() as session:
            rows = (await session.scalars(query)).all()
            people = await session.execute(select(CounsellorRow.id, CounsellorRow.name))
            names = {row.id: row.name for row in people}
        return tuple([await self._view(row, names) for row in rows])

    async def publish(self, by: int, trial_id: int) -> None:
        """Make what was tried live. Raises BadRequest when the trial did not end well."""
        async with self._core.read() as session:
            trial = await session.get(TrialRow, trial_id)
        if trial is None or trial.status != "done" or trial.model_id is None:
            raise BadRequest("trial")
        await self._add(by, trial.model_id, list(trial.revisions), "publish")

    async def back(self, by: int) -> None:
        """Make live again what was live before. Raises NotFound when there is nothing before."""
        listed = await self.listed()
        for one in listed[1:]:
            if one.model is not None and _what(one) != _what(listed[0]):
                await self._add(by, one.model.id, list(one.revisions), "publish_back")
                return
        raise NotFound("nothing to go back to")

    async def first(self, model_id: int) -> None:
        """Note what is live before the first publication, so that one can go back to it."""
        if await self.present() is None:
            await self._add(None, model_id, [], "publish_first", tell=False)

    async def _add(
        self, by: int | None, model_id: int, revisions: list[int], deed: str, tell: bool = True
    ) -> None:
        row = PublicationRow(
            model_id=model_id, revisions=revisions, made_at=self._core.now(), made_by=by
        )
        async with self._core.write() as session:
            session.add(row)
            await session.flush()
            session.add(audit_line(self._core, by, deed, row.id))
        if tell:
            await self._core.bus.publish(Event(PUBLISHED, data={"id": row.id}), DESK)

    async def _view(self, row: PublicationRow, names: dict[int, str]) -> Publication:
        model = None
        if row.model_id is not None:
            try:
                model = await self._archives.get(row.model_id)
            except NotFound:
                model = None
        by = names.get(row.made_by) if row.made_by is not None else None
        return Publication(row.id, model, tuple(row.revisions), row.made_at, by)


def _what(publication: Publication) -> tuple[int | None, tuple[int, ...]]:
    """Two publications of the same change nothing."""
    return publication.model.id if publication.model else None, publication.revisions
