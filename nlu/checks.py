"""What is wrong with training data, told as one line: the file, the line, and the mend."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.vocabulary import ASPECTS, PUBLICS
from nlu.errors import TrainingDataError
from nlu.examples import ASK, article_of
from nlu.text import fold
from nlu.words import LANGUAGES

ACTS = (
    "ask", "follow_up", "profile", "hand_over", "leave_queue", "book", "change_booking",
    "cancel_booking", "leave_message", "greet", "thank", "bye", "affirm", "deny", "easier",
    "are_you_a_bot", "forget", "change_language", "distress", "out_of_scope", "none",
)  # fmt: skip
DISTRESS_KINDS = ("crisis", "violence", "exploitation", "child")
ALLOWED: Mapping[str, Collection[str]] = {
    "language": (*LANGUAGES, "other"),
    "public": (*PUBLICS, "unknown"),
    "aspect": ASPECTS,
    "distress": DISTRESS_KINDS,
}
"""Metadata that has a fixed set of values."""


@dataclass(frozen=True)
class Text:
    """A training text, what it is an example of, and where it stands."""

    text: str
    label: str
    language: str
    path: Path
    line: int


def texts_of_file(path: Path, articles: Collection[str]) -> Iterator[Text]:
    """The examples of one of Rasa's training files.

    :raises TrainingDataError: the file is not as this project wants it.
    """
    for item in _items(read_yaml(path), path):
        line = item.start_mark.line + 1
        label = _scalar(child(item, "intent"))
        _check_label(label, articles, path, line)
        facts = {
            key.value: (value.value, key.start_mark.line + 1)
            for key, value in getattr(child(item, "metadata"), "value", ())
        }
        _check_facts(facts, path, line)
        yield from _examples(child(item, "examples"), str(label), facts["language"][0], path, line)


def no_duplicates(texts: Sequence[Text]) -> None:
    """No text may be an example of two things.

    :raises TrainingDataError: one is.
    """
    seen: dict[tuple[str, str], Text] = {}
    for text in texts:
        key = text.language, " ".join(fold(text.text).split())
        first = seen.setdefault(key, text)
        if first.label != text.label:
            raise TrainingDataError(
                text.path,
                text.line,
                f"{text.text!r} also stands under {first.label} in {first.path}:{first.line}",
                "keep it in one place only",
            )


def read_yaml(path: Path) -> Any:
    """The YAML nodes of a file, which know their lines.

    :raises TrainingDataError: the file cannot be read.
    """
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise TrainingDataError(path, line, "this is no YAML", "mend the line") from None


def child(node: Any, name: str) -> Any:
    """The value of a key of a mapping node; None if there is none."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _items(root: Any, path: Path) -> Sequence[Any]:
    items = child(root, "nlu")
    if not isinstance(items, yaml.SequenceNode):
        raise TrainingDataError(path, 1, "there is no list `nlu:`", "see data/nlu/smalltalk.yml")
    return list(items.value)


def _scalar(node: Any) -> str | None:
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _check_label(label: str | None, articles: Collection[str], path: Path, line: int) -> None:
    act, _, article = (label or "").partition("/")
    if act not in ACTS:
        known = ", ".join(ACTS)
        raise TrainingDataError(path, line, f"unknown act {label!r}", f"one of {known}")
    if article and article_of(str(label)) not in articles:
        raise TrainingDataError(
            path, line, f"there is no article {article_of(str(label))!r}", "mend its name"
        )
    if act == ASK and not article:
        raise TrainingDataError(path, line, "a question on no article", "write ask/theme__slug")


def _check_facts(facts: Mapping[str, tuple[str, int]], path: Path, line: int) -> None:
    if "language" not in facts:
        raise TrainingDataError(
            path, line, "examples without a language", "add metadata: {language: fr} or nl"
        )
    for name, (value, place) in facts.items():
        if name in ALLOWED and value not in ALLOWED[name]:
            known = ", ".join(ALLOWED[name])
            raise TrainingDataError(path, place, f"unknown {name} {value!r}", f"one of {known}")


def _examples(node: Any, label: str, language: str, path: Path, line: int) -> Iterator[Text]:
    rows = (_scalar(node) or "").splitlines()
    found = False
    for place, row in enumerate(rows, start=node.start_mark.line + 2 if node else line):
        if not row.strip():
            continue
        if not row.startswith("- ") or not row[2:].strip():
            raise TrainingDataError(path, place, f"{row!r} is no example", "begin it with `- `")
        found = True
        yield Text(row[2:].strip(), label, language, path, place)
    if not found:
        raise TrainingDataError(path, line, f"{label} has no examples", "add some, or drop it")
