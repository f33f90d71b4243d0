"""The fixed set of questions that a new model is tried on. The operator owns it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from service.audit import audit_line
from service.core import Core
from service.errors import BadRequest
from service.learning.names import is_article
from service.learning.views import TrialQuestion
from store.models import TrialQuestionRow

_MOST, _LONGEST = 2000, 500


class TrialQuestions:
    """Written as lines: language, article or a dash, question, with tabs or semicolons between."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def all(self) -> tuple[TrialQuestion, ...]:
        """In the order in which they were written."""
        async with self._core.read() as session:
            rows = await session.scalars(select(TrialQuestionRow).order_by(TrialQuestionRow.id))
            return tuple(TrialQuestion(r.id, r.language, r.text, r.article) for r in rows)

    async def replace(self, by: int, text: str) -> int:
        """Replace the whole set; gives how many there are. Raises BadRequest with the line."""
        read = [_read(number, line) for number, line in _lines(text)]
        if len(read) > _MOST:
            raise BadRequest(f"{_MOST} questions at most")
        async with self._core.write() as session:
            await session.execute(delete(TrialQuestionRow))
            session.add_all(read)
            session.add(audit_line(self._core, by, "trial_questions", len(read)))
        return len(read)


def as_text(questions: Sequence[TrialQuestion]) -> str:
    """The set as lines, as ``replace`` reads them."""
    return "\n".join(f"{each.language}; {each.article or '-'}; {each.text}" for each in questions)


def _lines(text: str) -> list[tuple[int, str]]:
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def _read(number: int, line: str) -> TrialQuestionRow:
    parts = [part.strip() for part in line.replace("\t", ";", 2).split(";", 2)]
    if len(parts) != 3:
        raise BadRequest(f"line {number}")
    language, article, text = parts
    fits = language in {"fr", "nl"} and 0 < len(text) <= _LONGEST
    if not fits or not (article == "-" or is_article(article)):
        raise BadRequest(f"line {number}")
    return TrialQuestionRow(
        language=language, text=text, article=None if article == "-" else article
    )
