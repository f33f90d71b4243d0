"""What one run of the benchmark is to do: its folders, sizes and programs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bench.load.runs import Client
from bench.results import Results
from bench.services import AZIMUT, STOCK
from bench.stock.environment import Environment


@dataclass(frozen=True)
class Plan:
    """The sizes of the short or the full form, and where everything lives."""

    cache: Path  # environments, projects, models and databases: outside of the checkout
    port: int
    client_python: str
    full: bool
    results: Results
    model: Path | None = None  # of Azimut; None: train one

    @property
    def client(self) -> Client:
        """The load tool."""
        return Client(self.client_python, {AZIMUT: "azimut", STOCK: "stock"})

    @property
    def stock(self) -> Environment:
        """The peer's environment."""
        return Environment(self.cache / "stock" / "venv")

    @property
    def seconds(self) -> int:
        """Of each load run."""
        return 120 if self.full else 30

    @property
    def turns(self) -> int:
        """After which memory is weighed."""
        return 10_000 if self.full else 1_000

    @property
    def long_conversations(self) -> int:
        """Of 300 turns each."""
        return 5 if self.full else 1

    def folder(self, name: str) -> Path:
        """A folder of the cache."""
        path = self.cache / name
        path.mkdir(parents=True, exist_ok=True)
        return path


def default_cache() -> Path:
    """Where programs of this user may keep what can be made again."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "azimut-bench"
