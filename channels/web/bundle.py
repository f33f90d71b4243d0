"""One file out of the small modules that the chat is written in.

A phone on a bad line should make one request, not twenty. The modules import only each other,
by name and without renaming, and no two of them have a top-level name in common (a test checks
it), so putting them after each other, the imported first, is all that a bundler would do.
Comments and indentation stay at home.
"""

from __future__ import annotations

import re
from pathlib import Path

from channels.errors import ChannelError

_IMPORT = re.compile(r'^import\s+(?:\{[^}]*\}\s+from\s+)?"\./([\w-]+)\.js";\n', re.M)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|class|const|let)\b)", re.M)
# Comments of ours: blocks, whole lines, and behind code (never with a quote in them).
_COMMENT = re.compile(r"/\*\*?\s(?:(?!\*/).)*\*/ ?|(?:^[ \t]*|[ \t]+)// [^\n]*$", re.M | re.S)


class BrokenModule(ChannelError):
    """A module imports what is not there, or itself."""

    status = 500
    code = "internal"


def bundle(folder: Path, entry: str, given: dict[str, str] | None = None) -> str:
    """The modules that ``entry`` needs, in one. ``given`` are modules that are no files."""
    done: dict[str, str] = {}
    _visit(folder, entry, given or {}, done, ())
    return "\n".join(done.values())


def squeezed(source: str) -> str:
    """Without comments, indentation and empty lines."""
    lines = (line.strip() for line in _COMMENT.sub("", source).split("\n"))
    return "\n".join(line for line in lines if line)


def _visit(
    folder: Path, name: str, given: dict[str, str], done: dict[str, str], path: tuple[str, ...]
) -> None:
    if name in done:
        return
    if name in path:
        raise BrokenModule(f"{' → '.join((*path, name))}: modules import each other")
    source = given[name] if name in given else _read(folder, name)
    for needed in _IMPORT.findall(source):
        _visit(folder, needed, given, done, (*path, name))
    done[name] = squeezed(_EXPORT.sub("", _IMPORT.sub("", source)))


def _read(folder: Path, name: str) -> str:
    path = folder / f"{name}.js"
    if not path.is_file():
        raise BrokenModule(f"{path.name} is missing")
    return path.read_text("utf-8")
