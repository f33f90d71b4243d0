"""Begin an article from a question."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.template import begin_article
from service.errors import BadRequest


def begin_draft(
    base: Path, article: str, today: date, language: str, phrasings: Sequence[str]
) -> str:
    """The text of a new article with every field to fill in and its first phrasings. Raises
    BadRequest for an id that is not well-formed."""
    with tempfile.TemporaryDirectory(prefix="azimut-draft-") as folder:
        shutil.copy(base / "topics.yml", folder)
        try:
            path = begin_article(article, Path(folder), today)
        except KnowledgeError as error:
            raise BadRequest("article") from error
        text = path.read_text("utf-8")
    lines = "".join(f"    - {json.dumps(each, ensure_ascii=False)}\n" for each in phrasings)
    head, mark, tail = text.partition(f"\n{language}:\n")
    return head + mark + tail.replace('    - ""\n', lines, 1)
