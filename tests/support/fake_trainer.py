"""Stands for bot.trainer: a model within a moment, or a training without end."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from knowledge.loader import FOLDER, live_folder

ENDLESS = "endless"
"""A file of this name in the models folder makes the training last; it then holds the pid."""


def main(models: Path, name: str) -> None:
    """Train."""
    print("azimut: training quickly", flush=True)
    if (models / ENDLESS).exists():
        (models / ENDLESS).write_text(str(os.getpid()))
        while True:
            print("azimut: still training", flush=True)
            time.sleep(0.05)
    source = "the files" if live_folder() == FOLDER else "changes"
    assert Path(os.environ["RASA_CACHE_DIRECTORY"]).is_relative_to(models)
    (models / f"{name}.tar.gz").write_text(f"{name}, made from {source}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
