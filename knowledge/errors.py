"""What goes wrong with the knowledge base."""

from __future__ import annotations

from pathlib import Path


class KnowledgeError(Exception):
    """Root of this package's errors. ``str()`` is one line: what is wrong, where, the mend."""


class UnknownArticle(KnowledgeError):
    """No article has this id."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"{article_id}: no such article: see `azimut knowledge list`")
        self.article_id = article_id


class BrokenFile(KnowledgeError):
    """A file of the knowledge base cannot be used as it is."""

    def __init__(self, path: Path, line: int, message: str, mend: str) -> None:
        super().__init__(f"{path}:{line}: {message}: {mend}")
        self.path = path
        self.line = line
        self.message = message
        self.mend = mend
