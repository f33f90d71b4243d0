"""Phrasings of the articles, read for training, and the faults that stop a training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.loader import live_folder
from nlu.errors import TrainingDataError
from nlu.text import fold
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
    root = folder or _live_articles()
    found = [phrasing for path in sorted(root.rglob("*.yml")) for phrasing in _of_file(path, root)]
    return found


def _live_articles() -> Path:
    """The articles of the live knowledge base (see ``knowledge.loader``)."""
    return live_folder() / "articles"


def check_nlu_files(paths: Sequence[Path], phrasings: Sequence[Phrasing]) -> None:
    """Check Rasa's own training files against the rules of this project (see `nlu.checks`)."""


def _of_file(path: Path, root: Path) -> Iterator[Phrasing]:
    article = path.relative_to(root).with_suffix("").as_posix()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise TrainingDataError(path, line, "this is no YAML", "mend the line") from None
    for language in LANGUAGES:
        version = _child(node, language)
        questions = _child(version, "questions")
        items = questions.value if isinstance(questions, yaml.SequenceNode) else []
        if not items:
            place = version or node
            raise TrainingDataError(
                path,
                place.start_mark.line + 1 if place else 0,
                f"no phrasings in {language}",
                f"add {language}: questions: with ways in which people ask it",
            )
        for item in items:
            yield _phrasing(item, article, language, path)
        title = _child(version, "title")
        if title is not None:
            yield Phrasing(article, language, title.value, path, title.start_mark.line + 1, "title")


def _phrasing(item: Any, article: str, language: str, path: Path) -> Phrasing:
    line = item.start_mark.line + 1
    if not isinstance(item, yaml.ScalarNode) or not item.value.strip():
        raise TrainingDataError(path, line, "a phrasing must be a text", "put it between quotes")
    return Phrasing(article, language, item.value.strip(), path, line)


def _child(node: Any, name: str) -> Any:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _no_duplicates(phrasings: Sequence[Phrasing]) -> None:
    seen: dict[tuple[str, str], Phrasing] = {}
    for phrasing in phrasings:
        key = phrasing.language, " ".join(fold(phrasing.text).split())
        first = seen.setdefault(key, phrasing)
        if first.article != phrasing.article:
            raise TrainingDataError(
                phrasing.path,
                phrasing.line,
                f"the phrasing {phrasing.text!r} is also in {first.path}:{first.line}",
                "keep it in one article only",
            )
