"""YAML files read together with the lines on which things stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import BrokenFile

#: A place in a document: ("fr", "aspects", "cost") or ("sources", 0, "says").
Place = tuple[str | int, ...]

_NOWHERE: tuple[int, yaml.Node | None] = (1, None)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A YAML file: its text, its content, and the line of every place in it."""

    path: Path
    text: str

    @cached_property
    def data(self) -> Any:
        """The content. Raises BrokenFile when the text is no YAML."""
        with _one_line_errors(self.path):
            _refuse_references(self.text)
            return yaml.load(self.text, Loader=_Loader)  # noqa: S506 (a safe one)

    @cached_property
    def _nodes(self) -> dict[Place, tuple[int, yaml.Node]]:
        with _one_line_errors(self.path):
            _refuse_references(self.text)
            root = yaml.compose(self.text, Loader=_Loader)
        return {} if root is None else dict(_walk(root, (), 1))

    def line(self, place: Place, offset: int = 0) -> int:
        """The line of a place, or of the nearest place around it that exists.

        ``offset`` counts characters in the place's text: block texts run over many lines.
        """
        while place and place not in self._nodes:
            place = place[:-1]
            offset = 0
        line, node = self._nodes.get(place, _NOWHERE)
        if not isinstance(node, yaml.ScalarNode) or not offset:
            return line
        if node.style == "|":
            line += 1 + str(node.value).count("\n", 0, offset)
        return line

    def repeated_keys(self) -> Iterator[tuple[Place, int]]:
        """Keys that stand twice in one mapping (YAML itself keeps the last without a word)."""
        for place, (_, node) in self._nodes.items():
            if not isinstance(node, yaml.MappingNode):
                continue
            seen: set[str] = set()
            for key, _value in node.value:
                if key.value in seen:
                    yield (*place, key.value), key.start_mark.line + 1
                seen.add(key.value)


def read_document(path: Path) -> Document:
    """Read a file. Raises BrokenFile when it is missing or not UTF-8."""
    try:
        return Document(path, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BrokenFile(path, line, "not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise BrokenFile(
            path, 1, f"cannot be read ({error.strerror})", "look at the path"
        ) from error


def _refuse_references(text: str) -> None:
    """YAML's references (``&name``, ``*name``) let a few lines stand for millions: no article
    needs one. Raises ComposerError."""
    if "&" not in text or "*" not in text:
        return
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            problem = f"the reference *{event.anchor}: write the text out"
            raise yaml.composer.ComposerError(None, None, problem, event.start_mark)  # type: ignore[arg-type]  # the C and the Python mark are alike


class _one_line_errors:
    """Turn the YAML library's errors of many lines into one line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, yaml.YAMLError):
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            raise BrokenFile(
                self.path,
                mark.line + 1 if mark else 1,
                f"not YAML ({problem})",
                'put texts that hold ": " or begin with "[" or quotes between quotes',
            ) from error
        if isinstance(error, RecursionError):
            raise BrokenFile(self.path, 1, "nested too deeply", "look at the indentation")
        if isinstance(error, ValueError):  # such as the date 2026-13-45
            raise BrokenFile(
                self.path, 1, f"a value makes no sense ({error})", "correct it"
            ) from error


def _walk(
    node: yaml.Node, place: Place, line: int
) -> Iterator[tuple[Place, tuple[int, yaml.Node]]]:
    yield place, (line, node)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*place, str(key.value)), key.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*place, index), item.start_mark.line + 1)
