"""What learning shows to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from service.types import Json
from service.views import Counsellor, Gap


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Questions that ask alike."""

    gaps: tuple[Gap, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """Of its gaps."""
        return tuple(gap.id for gap in self.gaps)

    @property
    def wordings(self) -> tuple[str, ...]:
        """What was asked, each wording once."""
        return tuple(dict.fromkeys(gap.text for gap in self.gaps))

    @property
    def languages(self) -> tuple[str, ...]:
        """In which it was asked."""
        return tuple(sorted({gap.language for gap in self.gaps}))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why these are gaps."""
        return tuple(sorted({gap.reason for gap in self.gaps}))

    @property
    def nearest(self) -> tuple[str, ...]:
        """The articles that came nearest, over all of its questions, the surest first."""
        sums: dict[str, float] = {}
        for gap in self.gaps:
            for item in gap.nearest:
                sums[item["id"]] = sums.get(item["id"], 0.0) + float(item["confidence"])
        return tuple(sorted(sums, key=lambda article: (-sums[article], article))[:3])


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article as it was written on the desk."""

    id: int
    article: str
    text: str
    base: str
    note: str
    status: str  # draft | accepted | withdrawn
    written_by: str | None
    written_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as it stands, to be edited: its file, or the newest accepted change of it."""

    article: str
    text: str
    file: str | None  # the text of the file; None for an article that has none
    revision: int  # 0: the file

    @property
    def changed(self) -> bool:
        """Whether it differs from its file."""
        return self.text != self.file


@dataclass(frozen=True, slots=True)
class Made:
    """A model that was trained."""

    path: Path
    fingerprint: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Model:
    """A model in the database."""

    id: int
    file: str
    sha256: str
    fingerprint: str
    size: int
    seconds: float
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Publication:
    """What went live when. The newest is live."""

    id: int
    model: Model | None
    revisions: tuple[int, ...]
    made_at: datetime
    made_by: str | None


@dataclass(frozen=True, slots=True)
class TrialQuestion:
    """A question of the operator's fixed set; without an article it must not be answered."""

    id: int
    language: str
    text: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of "train and try"."""

    id: int
    status: str  # running | done | failed
    step: str
    revisions: tuple[int, ...]
    model_id: int | None
    result: Json | None
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """An article that is (or will be) due for a review."""

    article: str
    due_on: date
    overdue: bool
    reviewed: date | None
    owner: Counsellor | None


@dataclass(frozen=True, slots=True)
class Link:
    """An address in the articles, and how it answered when it was last looked at."""

    url: str
    articles: tuple[str, ...]
    status: int | None
    problem: str
    checked_at: datetime | None
