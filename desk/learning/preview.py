"""What a text would look like as an article: for visitors of each channel, before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from knowledge.document import Document
from knowledge.errors import KnowledgeError
from knowledge.loader import load_article
from knowledge.model import Knowledge, ShownArticle
from knowledge.vocabulary import LANGUAGES


@dataclass(frozen=True)
class Shown:
    """An article in one language: as the web shows it, and the messages of each platform."""

    article: ShownArticle
    platforms: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Preview:
    """``platforms`` is given by the application: the desk knows no channels."""

    platforms: Callable[[ShownArticle], Mapping[str, Sequence[str]]]

    def of(self, article: str, text: str, knowledge: Knowledge) -> dict[str, Shown]:
        """By language; nothing when the text is not (yet) an article."""
        try:
            document = Document(Path(f"{article}.yml"), text)
            loaded = load_article(document, article, knowledge.organisations)
            both = [loaded.shown(language) for language in LANGUAGES]
        except KnowledgeError:
            return {}
        return {shown.language: Shown(shown, self.platforms(shown)) for shown in both}


PREVIEW = web.AppKey("preview", Preview)
