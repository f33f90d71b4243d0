"""What was measured: kept as JSON, so that a page can be written again without measuring again."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.load.runs import Load

PARTS = ("rasa", "aiohttp", "sqlalchemy", "numpy", "scikit-learn")


@dataclass
class Results:
    """Figures by name of the service, and the turns behind the plots."""

    machine: str
    versions: dict[str, str]
    day: str
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    plots: dict[str, dict[str, list[list[float]]]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    path: str = ""

    def put(self, service: str, **figures: float) -> None:
        """Keep figures of a service, and show them at once; a piece that fails keeps the rest."""
        self.figures.setdefault(service, {}).update(figures)
        self.save()
        for name, figure in figures.items():
            print(f"{service}: {name.replace('_', ' ')} {figure:.4g}", flush=True)

    def keep_turns(self, plot: str, service: str, load: Load) -> None:
        """The turns behind a plot: number in the conversation and milliseconds."""
        turns = [[turn.turn, turn.ms] for turn in load.turns]
        self.plots.setdefault(plot, {})[service] = turns

    def save(self) -> None:
        """Write everything."""
        path = Path(self.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self)), "utf-8")


def open_results(path: Path) -> Results:
    """What was measured before; pieces that are measured again replace the old ones."""
    here = {"machine": _machine(), "versions": _versions(), "day": date.today().isoformat()}
    try:
        before: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        before = {}
    return Results(**{**before, **here, "path": str(path)})


def _machine() -> str:
    model = _first_line("/proc/cpuinfo", lambda line: line.startswith("model name"))
    memory = _first_line("/proc/meminfo", lambda line: line.startswith("MemTotal"))
    gigabytes = int(memory.split()[1]) / 1e6
    return f"{os.cpu_count()} cores ({model.partition(': ')[2].strip()}), {gigabytes:.0f} GB"


def _first_line(path: str, wanted: Callable[[str], bool]) -> str:
    with open(path, encoding="utf-8") as file:
        return next(filter(wanted, file), "")


def _versions() -> dict[str, str]:
    found = {name: version(name) for name in PARTS}
    return {"CPython": platform.python_version(), **found, "SQLite": sqlite3.sqlite_version}
