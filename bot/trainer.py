"""Trains a model with Rasa.  ``python -m bot.trainer FOLDER NAME``

Progress and errors are lines that begin with ``azimut:``; everything else that Rasa prints is
its own.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import yaml

from bot.engine_imports import unread
from bot.quiet import hush_rasa

hush_rasa()

STEP = 5.0  # seconds between two signs of life


def main(arguments: list[str]) -> int:
    """Train; 0 when there is a model."""
    folder, name = Path(arguments[0]), arguments[1]
    done = threading.Event()
    threading.Thread(target=_show_life, args=(done,), daemon=True).start()
    try:
        return _train(folder, name)
    except Exception as error:
        _tell(" ".join(f"{error}".split()) or type(error).__name__)
        return 2
    finally:
        done.set()


def _train(folder: Path, name: str) -> int:
    with unread():  # no network is trained here: starts sooner, and needs no TensorFlow
        import rasa.engine.recipes.default_components  # noqa: F401  # imports all that Rasa has
        from rasa.model_training import train

    _check_importer()
    _tell("Rasa is loaded; reading the articles, training")
    result = train(
        domain="domain.yml",
        config="config.yml",
        training_files="data",
        output=str(folder),
        fixed_model_name=name,
        force_training=False,
    )
    return int(result.code)


def _check_importer() -> None:
    """Rasa skips an importer that fails to import with a mere warning: never here."""
    from rasa.shared.utils.common import class_from_module_path

    config = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))
    for importer in config["importers"]:
        class_from_module_path(importer["name"])


def _show_life(done: threading.Event) -> None:
    began = time.monotonic()
    while not done.wait(STEP):
        _tell(f"{time.monotonic() - began:.0f} s")


def _tell(text: str) -> None:
    print(f"azimut: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
