"""Phrasings of the articles, read for training, and the faults that stop a training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.loader import live_folder
from knowledge.vocabulary import THEMES
from nlu.checks import Text, child, no_duplicates, read_yaml, texts_of_file
from nlu.errors import TrainingDataError
from nlu.examples import intent_of
from nlu.words import LANGUAGES


@dataclass(frozen=True)
class Phrasing:
    """One way of asking for an article; or its title, which `part` then says."""

    article: str
    language: str
    text: str
    path: Path
    line: int
    part: str | None = None


def read_phrasings(folder: Path | None = None) -> list[Phrasing]:
    """All phrasings of all articles, in the order of the files.

    :raises TrainingDataError: a file, a language without phrasings, or a phrasing is at fault.
    """
    root = folder or live_folder() / "articles"
    return [phrasing for path in sorted(root.rglob("*.yml")) for phrasing in _of_file(path, root)]


def check(phrasings: list[Phrasing], files: list[Path]) -> None:
    """Check the phrasings and Rasa's own training files together.

    :raises TrainingDataError: something is at fault.
    """
    articles = {phrasing.article for phrasing in phrasings}
    texts = [
        Text(p.text, intent_of(p.article), p.language, p.path, p.line)
        for p in phrasings
        if p.part is None
    ]
    for path in files:
        texts.extend(texts_of_file(path, articles))
    no_duplicates(texts)


def _of_file(path: Path, root: Path) -> Iterator[Phrasing]:
    article = path.relative_to(root).with_suffix("").as_posix()
    if article.partition("/")[0] not in THEMES:
        raise TrainingDataError(
            path, 0, "the folder is no theme", f"move it into one of {', '.join(THEMES)}"
        )
    document = read_yaml(path)
    for language in LANGUAGES:
        version = child(document, language)
        yield from _of_version(version, document, article, language, path)


def _of_version(
    version: Any, document: Any, article: str, language: str, path: Path
) -> Iterator[Phrasing]:
    questions = child(version, "questions")
    items = questions.value if isinstance(questions, yaml.SequenceNode) else []
    if not items:
        place = version or document
        raise TrainingDataError(
            path,
            place.start_mark.line + 1 if place else 0,
            f"no phrasings in {language}",
            f"add {language}: questions: with ways in which people ask it",
        )
    title = child(version, "title")
    if title is not None:
        line = title.start_mark.line + 1
        yield Phrasing(article, language, str(title.value), path, line, "title")
    for item in items:
        line = item.start_mark.line + 1
        if not isinstance(item, yaml.ScalarNode) or not item.value.strip():
            raise TrainingDataError(path, line, "a phrasing must be a text", "put it in quotes")
        yield Phrasing(article, language, item.value.strip(), path, line)
