"""Trained models in the database: written and read in parts."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.core import Core
from service.errors import NotFound
from service.learning.views import Made, Model
from store.models import ModelArchiveRow, ModelPartRow, PublicationRow

_PART = 1024 * 1024  # bytes
_KEPT = 3  # models beside those that were published last


class Archives:
    """Each host fetches a model once and keeps it as a file."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def keep(self, by: int | None, made: Made) -> Model:
        """Store a model. A model of this fingerprint that is there already is used again."""
        known = await self.with_fingerprint(made.fingerprint)
        if known is not None:
            return known
        content = await asyncio.to_thread(made.path.read_bytes)
        row = ModelArchiveRow(
            file=made.path.name,
            sha256=hashlib.sha256(content).hexdigest(),
            fingerprint=made.fingerprint,
            complete=False,
            size=len(content),
            seconds=made.seconds,
            made_at=self._core.now(),
            made_by=by,
        )
        async with self._core.write() as session:
            await self._drop_torso(session, row.file)
            session.add(row)
        for number, start in enumerate(range(0, len(content), _PART)):
            part = content[start : start + _PART]
            async with self._core.write() as session:
                session.add(ModelPartRow(model_id=row.id, number=number, data=part))
        async with self._core.write() as session:
            kept = await session.get(ModelArchiveRow, row.id)
            assert kept is not None
            kept.complete = True
        await self._drop_older()
        return _view(row)

    async def with_fingerprint(self, fingerprint: str) -> Model | None:
        """The newest whole model that was made from the same."""
        async with self._core.read() as session:
            row = await session.scalar(
                select(ModelArchiveRow)
                .where(ModelArchiveRow.fingerprint == fingerprint, ModelArchiveRow.complete)
                .order_by(ModelArchiveRow.id.desc())
                .limit(1)
            )
            return _view(row) if row is not None else None

    async def get(self, model_id: int) -> Model:
        """One. Raises NotFound."""
        async with self._core.read() as session:
            row = await session.get(ModelArchiveRow, model_id)
            if row is None or not row.complete:
                raise NotFound(f"model {model_id}")
            return _view(row)

    async def fetch(self, model: Model, folder: Path) -> Path:
        """The model as a file in a folder; fetched if it is not there. Raises NotFound when the
        database does not have it whole."""
        target = folder / model.file
        if target.is_file() and await asyncio.to_thread(_sha256, target) == model.sha256:
            return target
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{model.file}.{os.getpid()}.new"
        digest = hashlib.sha256()
        with draft.open("wb") as file:
            for number in range(-(-model.size // _PART)):
                part = await self._part(model.id, number)
                digest.update(part)
                file.write(part)
        if digest.hexdigest() != model.sha256:
            draft.unlink()
            raise NotFound(f"model {model.file}: the database does not have it whole")
        draft.replace(target)
        return target

    async def _part(self, model_id: int, number: int) -> bytes:
        async with self._core.read() as session:
            row = await session.get(ModelPartRow, (model_id, number))
            return row.data if row is not None else b""

    async def _drop_torso(self, session: AsyncSession, file: str) -> None:
        """What a process left that died while it wrote the same file; trials take turns."""
        torso = await session.scalar(
            select(ModelArchiveRow).where(
                ModelArchiveRow.file == file, ModelArchiveRow.complete.is_(False)
            )
        )
        if torso is not None:
            await session.execute(delete(ModelPartRow).where(ModelPartRow.model_id == torso.id))
            await session.execute(delete(ModelArchiveRow).where(ModelArchiveRow.id == torso.id))

    async def _drop_older(self) -> None:
        """Keep the newest, and those that were published last (to go back to)."""
        async with self._core.write() as session:
            newest = list(
                await session.scalars(
                    select(ModelArchiveRow.id).order_by(ModelArchiveRow.id.desc()).limit(_KEPT)
                )
            )
            published = list(
                await session.scalars(
                    select(PublicationRow.model_id).order_by(PublicationRow.id.desc()).limit(_KEPT)
                )
            )
            keep = [number for number in (*newest, *published) if number is not None]
            await session.execute(delete(ModelPartRow).where(ModelPartRow.model_id.not_in(keep)))
            await session.execute(delete(ModelArchiveRow).where(ModelArchiveRow.id.not_in(keep)))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _view(row: ModelArchiveRow) -> Model:
    return Model(row.id, row.file, row.sha256, row.fingerprint, row.size, row.seconds, row.made_at)
