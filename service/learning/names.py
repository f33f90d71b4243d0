"""Names of articles, which become paths: only well-formed ones do."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.vocabulary import THEMES
from service.errors import BadRequest

_NAME = re.compile(rf"(?:{'|'.join(THEMES)})/[a-z0-9]+(?:-[a-z0-9]+)*")


def is_article(article: str) -> bool:
    """Whether this may be the id of an article."""
    return len(article) <= 120 and bool(_NAME.fullmatch(article))


def article_path(folder: Path, article: str) -> Path:
    """The file of an article. Raises BadRequest for what is no id."""
    if not is_article(article):
        raise BadRequest("article")
    return folder / "articles" / f"{article}.yml"
