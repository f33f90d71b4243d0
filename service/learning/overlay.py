"""A knowledge folder made of the article files and the accepted changes on top of them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from knowledge.loader import knowledge_files

_KEPT = 8


def write_overlay(base: Path, texts: Mapping[str, str], root: Path) -> Path:
    """Write the folder under ``root``, named after its content, and return it.

    ``texts`` are YAML by article id. The folder appears whole or not at all; one that is there
    already is right. The oldest folders beyond a few are deleted.
    """
    contents = {path.relative_to(base): path.read_bytes() for path in knowledge_files(base)}
    for article, text in texts.items():
        contents[Path("articles") / f"{article}.yml"] = text.encode()
    target = root / _digest(contents)[:24]
    root.mkdir(parents=True, exist_ok=True)
    if not target.is_dir():
        _write(contents, target)
    os.utime(target)
    _drop_older(root)
    return target


def _digest(contents: Mapping[Path, bytes]) -> str:
    digest = hashlib.sha256()
    for path in sorted(contents):
        digest.update(path.as_posix().encode() + b"\0" + contents[path] + b"\0")
    return digest.hexdigest()


def _write(contents: Mapping[Path, bytes], target: Path) -> None:
    draft = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    for path, content in contents.items():
        (draft / path).parent.mkdir(parents=True, exist_ok=True)
        (draft / path).write_bytes(content)
    try:
        draft.rename(target)
    except OSError:  # another process was quicker: the same content
        shutil.rmtree(draft)


def _drop_older(root: Path) -> None:
    folders = [path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for path in sorted(folders, key=lambda path: -path.stat().st_mtime)[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
