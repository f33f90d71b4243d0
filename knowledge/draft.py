"""An article as it stands in its file, complete or not: what the checks look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.document import Document, Place
from knowledge.finding import Finding
from knowledge.vocabulary import LANGUAGES


@dataclass(frozen=True)
class Text:
    """A piece of an article that visitors read, references unresolved."""

    place: Place
    language: str
    kind: str  # title, answer, easy or aspects
    raw: str
    variant: str | None

    @property
    def name(self) -> str:
        """How findings call it: ``fr answer``, ``nl cost (without_papers)``."""
        name = f"{self.language} {self.place[-1]}"
        return f"{name} ({self.variant})" if self.variant else name


@dataclass(frozen=True)
class Draft:
    """An article's document, read without trust in its shape."""

    id: str
    document: Document

    @property
    def data(self) -> Mapping[str, Any]:
        """The top of the document; nothing when it is no mapping."""
        return _mapping(self.document.data)

    @property
    def variants(self) -> tuple[str, ...]:
        """The publics and situations that have a version of their own."""
        return tuple(_mapping(self.data.get("for")))

    def texts(self) -> list[Text]:
        """Everything that visitors read, of every language and variant."""
        found: list[Text] = []
        for language in LANGUAGES:
            found += _texts(self.data.get(language), (language,), language, None)
        for key, by_language in _mapping(self.data.get("for")).items():
            for language in LANGUAGES:
                place = ("for", key, language)
                found += _texts(_mapping(by_language).get(language), place, language, key)
        return found

    def questions(self, language: str) -> list[tuple[Place, str]]:
        """The phrasings of a language with their places."""
        questions = _mapping(self.data.get(language)).get("questions")
        return [
            ((language, "questions", index), question)
            for index, question in enumerate(questions if isinstance(questions, list) else [])
            if isinstance(question, str)
        ]

    def sources(self) -> list[tuple[Place, Mapping[str, Any]]]:
        """The sources with their places."""
        sources = self.data.get("sources")
        return [
            (("sources", index), _mapping(source))
            for index, source in enumerate(sources if isinstance(sources, list) else [])
        ]

    def says(self) -> str:
        """All facts of all sources."""
        return "\n".join(str(source.get("says") or "") for _, source in self.sources())

    def finding(self, place: Place, message: str, mend: str, offset: int = 0) -> Finding:
        """A finding at a place; ``offset`` counts characters in the text that stands there."""
        return Finding(self.document.path, self.document.line(place, offset), message, mend)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _texts(version: object, place: Place, language: str, variant: str | None) -> Iterator[Text]:
    fields = _mapping(version)
    for kind in ("title", "answer", "easy"):
        if isinstance(fields.get(kind), str):
            yield Text((*place, kind), language, kind, fields[kind], variant)
    for aspect, raw in _mapping(fields.get("aspects")).items():
        if isinstance(raw, str):
            yield Text((*place, "aspects", aspect), language, "aspects", raw, variant)
