"""The environment of the peer: what `pip install rasa` gives, outside of ours."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

RASA = "rasa==3.6.21"


@dataclass(frozen=True)
class Environment:
    """A virtual environment in a folder."""

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.folder / "bin" / "python")

    @property
    def packages(self) -> Path:
        """Where its libraries are."""
        return next((self.folder / "lib").glob("python3*/site-packages"))

    def make(self) -> Environment:
        """Install Rasa, unless it is there."""
        done = self.folder / "installed"
        if not done.exists():
            print(f"installing {RASA} into {self.folder} (2.6 GB, once)", flush=True)
            began = time.monotonic()
            subprocess.run([sys.executable, "-m", "venv", "--clear", self.folder], check=True)
            pip = [self.python, "-m", "pip", "--disable-pip-version-check"]
            subprocess.run([*pip, "install", "--quiet", RASA], check=True)
            done.write_text(f"{time.monotonic() - began:.0f} s\n", "utf-8")
        return self

    def megabytes(self) -> float:
        """What it takes on disk."""
        return folder_megabytes(self.folder)

    def rasa(self, *arguments: str) -> list[str]:
        """The command line `rasa ...`."""
        return [self.python, "-m", "rasa", *arguments]


def surroundings() -> dict[str, str]:
    """The environment variables of the peer's processes: quiet, on loopback, no telemetry."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }


def folder_megabytes(folder: Path) -> float:
    """The size of a folder on disk, hard links counted once, as `du` does. MB of 10^6 bytes."""
    listed = subprocess.run(
        ["du", "--summarize", "--block-size=1000", folder], capture_output=True, check=True
    )
    return int(listed.stdout.split()[0]) / 1000
