"""Small changes of an article's YAML that leave every other character as it was."""

from __future__ import annotations

import json
from collections.abc import Sequence

import yaml

from service.errors import BadRequest


def with_phrasings(text: str, language: str, phrasings: Sequence[str]) -> str:
    """The article with phrasings added at the end of its list. Raises BadRequest when it has no
    such list."""
    last = _last_phrasing(text, language)
    lines = text.splitlines(keepends=True)
    # The last item ends on the line before its end mark when that mark opens the next line.
    place = last.end_mark.line + (1 if last.end_mark.column else 0)
    indent = _indent_of_item(lines[last.start_mark.line])
    new = [f"{indent}- {_quoted(phrasing)}\n" for phrasing in phrasings]
    if place and not lines[place - 1].endswith("\n"):
        lines[place - 1] += "\n"
    return "".join([*lines[:place], *new, *lines[place:]])


def phrasings_of(text: str, language: str) -> list[str]:
    """The phrasings that the article has."""
    nodes = _phrasing_nodes(text, language)
    return [str(node.value) for node in nodes] if nodes else []


def _last_phrasing(text: str, language: str) -> yaml.Node:
    nodes = _phrasing_nodes(text, language)
    if not nodes:
        raise BadRequest("the article has no phrasings to add to")
    return nodes[-1]


def _phrasing_nodes(text: str, language: str) -> list[yaml.Node]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise BadRequest("the article is no YAML") from error
    for name in (language, "questions"):
        node = _child(node, name)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return []
    return list(node.value)


def _child(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _indent_of_item(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _quoted(phrasing: str) -> str:
    """Between quotes always: a phrasing may hold a colon or begin with anything."""
    return json.dumps(" ".join(phrasing.split()), ensure_ascii=False)
