"""Changes of articles: written, checked, accepted; kept in the database, exported as a patch."""

from __future__ import annotations

import asyncio
import difflib
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.finding import Finding
from knowledge.loader import FOLDER
from service.audit import audit_line
from service.core import Core
from service.errors import BadRequest, NotFound
from service.learning.checking import checked
from service.learning.edits import phrasings_of, with_phrasings
from service.learning.errors import Outdated, Unfit
from service.learning.names import article_path, is_article
from service.learning.overlay import write_overlay
from service.learning.views import ArticleText, Revision
from store.models import ArticleRevisionRow, CounsellorRow

_LONGEST = 60_000  # characters of an article
_REMEMBERED = 16  # checked folders


class Revisions:
    """The files are the beginning; the newest accepted revision of an article replaces its file."""

    def __init__(self, core: Core, base: Path = FOLDER) -> None:
        self._core = core
        self.base = base
        self._checked: dict[str, tuple[Finding, ...]] = {}

    async def article(self, article: str) -> ArticleText:
        """The article as it stands. Raises NotFound."""
        file = self._file(article)
        accepted = (await self.accepted()).get(article)
        if file is None and accepted is None:
            raise NotFound(article)
        text = accepted.text if accepted else file or ""
        return ArticleText(article, text, file, accepted.id if accepted else 0)

    async def accepted(self) -> dict[str, Revision]:
        """The newest accepted revision of each article that has one."""
        query = (
            select(ArticleRevisionRow)
            .where(ArticleRevisionRow.status == "accepted")
            .order_by(ArticleRevisionRow.id)
        )
        async with self._core.read() as session:
            names = await _names(session)
            return {row.article: _view(row, names) for row in await session.scalars(query)}

    async def texts(self, revision_ids: Sequence[int]) -> dict[str, str]:
        """The texts of these revisions by article."""
        async with self._core.read() as session:
            rows = await session.scalars(
                select(ArticleRevisionRow)
                .where(ArticleRevisionRow.id.in_(revision_ids))
                .order_by(ArticleRevisionRow.id)
            )
            return {row.article: row.text for row in rows}

    async def history(self, article: str | None = None, limit: int = 100) -> tuple[Revision, ...]:
        """The newest first; of all articles when None."""
        query = select(ArticleRevisionRow).order_by(ArticleRevisionRow.id.desc()).limit(limit)
        if article is not None:
            query = query.where(ArticleRevisionRow.article == article)
        async with self._core.read() as session:
            names = await _names(session)
            return tuple(_view(row, names) for row in await session.scalars(query))

    async def get(self, revision_id: int) -> Revision:
        """One. Raises NotFound."""
        async with self._core.read() as session:
            row = await session.get(ArticleRevisionRow, revision_id)
            if row is None:
                raise NotFound(f"revision {revision_id}")
            return _view(row, await _names(session))

    async def save(
        self, by: int, article: str, text: str, note: str = "", *, seen: int | None = None
    ) -> int:
        """Keep a draft; gives its id. ``seen`` is the revision that it was written from (0: the
        file). Raises BadRequest, Outdated."""
        if not is_article(article) or not text.strip() or len(text) > _LONGEST:
            raise BadRequest("article")
        text = text.replace("\r\n", "\n").rstrip() + "\n"
        accepted = (await self.accepted()).get(article)
        if seen is not None and seen != (accepted.id if accepted else 0):
            raise Outdated(article)
        row = ArticleRevisionRow(
            article=article,
            text=text,
            base=_hash(self._file(article)),
            note=note[:200],
            status="draft",
            written_by=by,
            written_at=self._core.now(),
        )
        async with self._core.write() as session:
            await session.execute(
                update(ArticleRevisionRow)
                .where(ArticleRevisionRow.article == article, ArticleRevisionRow.status == "draft")
                .values(status="withdrawn")
            )
            session.add(row)
            session.add(audit_line(self._core, by, "article_draft", article))
            await session.flush()
            return row.id

    async def findings(self, article: str, text: str) -> tuple[Finding, ...]:
        """What the checker says about the knowledge base with this text and did not say before."""
        texts = {name: revision.text for name, revision in (await self.accepted()).items()}
        return await asyncio.to_thread(self._new_findings, texts, article, text)

    async def accept(self, by: int, revision_id: int) -> None:
        """From now on it takes part in trainings. Raises Unfit, NotFound, Outdated."""
        revision = await self.get(revision_id)
        findings = await self.findings(revision.article, revision.text)
        if findings:
            raise Unfit(findings)
        async with self._core.write() as session:
            row = await session.get(ArticleRevisionRow, revision_id, with_for_update=True)
            if row is None or row.status != "draft":
                raise Outdated(revision.article)
            row.status, row.accepted_at = "accepted", self._core.now()
            session.add(audit_line(self._core, by, "article_accept", revision.article))

    async def withdraw(self, by: int, revision_id: int) -> None:
        """Take a draft or an accepted revision back: the one before it counts again."""
        async with self._core.write() as session:
            row = await session.get(ArticleRevisionRow, revision_id, with_for_update=True)
            if row is None:
                raise NotFound(f"revision {revision_id}")
            row.status = "withdrawn"
            session.add(audit_line(self._core, by, "article_withdraw", row.article))

    async def add_phrasings(
        self, by: int, article: str, language: str, phrasings: Sequence[str]
    ) -> int:
        """Add ways of asking, checked and accepted at once; gives the revision. Raises Unfit."""
        present = await self.article(article)
        known = {phrasing.casefold() for phrasing in phrasings_of(present.text, language)}
        new = [text for text in phrasings if text.strip() and text.strip().casefold() not in known]
        if not new:
            return present.revision
        text = with_phrasings(present.text, language, new)
        findings = await self.findings(article, text)
        if findings:
            raise Unfit(findings)
        revision = await self.save(by, article, text, "+ " + " / ".join(new), seen=present.revision)
        await self.accept(by, revision)
        return revision

    async def patch(self) -> str:
        """The accepted changes that the files do not have yet, for ``git apply``."""
        parts = []
        for article, revision in sorted((await self.accepted()).items()):
            parts.append(_diff(article, self._file(article), revision.text))
        return "".join(parts)

    async def behind(self) -> tuple[str, ...]:
        """Articles whose file changed after the accepted change was written: to be merged."""
        return tuple(
            article
            for article, revision in sorted((await self.accepted()).items())
            if _hash(self._file(article)) != revision.base and self._file(article) != revision.text
        )

    def _file(self, article: str) -> str | None:
        path = article_path(self.base, article)
        return path.read_text("utf-8") if path.is_file() else None

    def _new_findings(
        self, texts: Mapping[str, str], article: str, text: str
    ) -> tuple[Finding, ...]:
        with tempfile.TemporaryDirectory(prefix="azimut-check-") as folder:
            root = Path(folder)
            before = self._check(write_overlay(self.base, texts, root))
            after = self._check(write_overlay(self.base, {**texts, article: text}, root))
        # Without the line, which moves when something is added above it.
        known = {(finding.path, finding.message) for finding in before}
        return tuple(each for each in after if (each.path, each.message) not in known)

    def _check(self, folder: Path) -> tuple[Finding, ...]:
        """The findings on a folder, whose name says all about its content."""
        if folder.name not in self._checked:
            while len(self._checked) >= _REMEMBERED:
                self._checked.pop(next(iter(self._checked)))
            self._checked[folder.name] = checked(folder)
        return self._checked[folder.name]


def _hash(text: str | None) -> str:
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def _diff(article: str, old: str | None, new: str) -> str:
    name = f"knowledge/articles/{article}.yml"
    lines = difflib.unified_diff(
        (old or "").splitlines(keepends=True),
        new.splitlines(keepends=True),
        f"a/{name}" if old is not None else "/dev/null",
        f"b/{name}",
    )
    return "".join(lines)


async def _names(session: AsyncSession) -> dict[int, str]:
    rows = await session.execute(select(CounsellorRow.id, CounsellorRow.name))
    return {row.id: row.name for row in rows}


def _view(row: ArticleRevisionRow, names: Mapping[int, str]) -> Revision:
    return Revision(
        row.id,
        row.article,
        row.text,
        row.base,
        row.note,
        row.status,
        names.get(row.written_by) if row.written_by is not None else None,
        row.written_at,
        row.accepted_at,
    )
