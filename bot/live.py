"""What is live on this machine: the article files with the published changes on top.

The changes come from the database when the service starts or is told to switch, and are kept
in the data folder, so that commands (``ask``, ``understand``, ``train``) know them too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from knowledge.loader import FOLDER, LIVE_FOLDER
from service.learning.overlay import write_overlay


def remember_live(data_dir: Path, texts: Mapping[str, str]) -> None:
    """Keep the published changes (YAML by article id), in one step."""
    folder = overlays(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"live.json.{os.getpid()}"
    draft.write_text(json.dumps(dict(texts), ensure_ascii=False), "utf-8")
    draft.replace(folder / "live.json")


def live_knowledge(data_dir: Path) -> Path | None:
    """The folder of the live knowledge base; None: the project's own."""
    try:
        texts = json.loads((overlays(data_dir) / "live.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return write_overlay(FOLDER, texts, overlays(data_dir)) if texts else None


def overlays(data_dir: Path) -> Path:
    """Where knowledge folders are written."""
    return data_dir / "knowledge"


def surroundings(knowledge: Path | None) -> dict[str, str]:
    """The environment of a process that is to work on this knowledge base."""
    environment = {key: value for key, value in os.environ.items() if key != LIVE_FOLDER}
    return environment | ({LIVE_FOLDER: str(knowledge)} if knowledge else {})


def work_on(knowledge: Path | None) -> None:
    """Make this process work on it; to be called before anything is loaded."""
    if knowledge is not None:
        os.environ[LIVE_FOLDER] = str(knowledge)
