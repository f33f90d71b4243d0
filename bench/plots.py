"""The plots of the page, as SVG."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from bench.goals import GOALS
from bench.results import Results
from bench.services import AZIMUT, STOCK

COLOURS = {AZIMUT: "#1f5fa8", STOCK: "#9aa3ad"}
RATIOS = ("per_second_50", "p95_10_ms", "memory_mb", "ready_s", "training_s", "install_mb")
matplotlib.rcParams["svg.hashsalt"] = "azimut"  # the same figures draw the same file


def draw(results: Results, folder: Path) -> dict[str, Path]:
    """Every plot that has its figures: title and file."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {"Azimut against stock Rasa": _bars(results, folder / "side-by-side.svg")}
    for name, title in (
        ("visitors-10", "Turn times, 10 visitors at once"),
        ("visitors-50", "Turn times, 50 visitors at once"),
    ):
        if name in results.plots:
            drawn[title] = _shares(results, name, title, folder / f"{name}.svg")
    if "long" in results.plots:
        drawn["One conversation of 300 turns"] = _long(results, folder / "long.svg")
    return drawn


def _bars(results: Results, path: Path) -> Path:
    """Small plots side by side, each with its own scale: lower is better but for the first."""
    known = [set(results.figures.get(service, ())) for service in (AZIMUT, STOCK)]
    goals = [goal for goal in GOALS if goal.figure in set(RATIOS).intersection(*known)]
    figure, all_axes = plt.subplots(1, max(1, len(goals)), figsize=(12, 3), squeeze=False)
    for axes, goal in zip(all_axes[0], goals, strict=False):
        for service in (AZIMUT, STOCK):
            value = results.figures.get(service, {}).get(goal.figure, 0.0)
            bar = axes.bar(service.split()[0], value, color=COLOURS[service])
            axes.bar_label(bar, [f"{value:,.3g}" if value < 100 else f"{value:,.0f}"], padding=2)
        axes.set_title(f"{goal.what.partition(',')[0]}\n({goal.unit})", fontsize=8)
        axes.margins(y=0.2)
        _plain(axes)
    return _save(figure, path)


def _shares(results: Results, name: str, title: str, path: Path) -> Path:
    """Share of the turns that took at most so long."""
    figure, axes = plt.subplots(figsize=(6, 3.4))
    for service, turns in results.plots[name].items():
        times = np.sort([ms for _, ms in turns])
        share = np.arange(1, len(times) + 1) / len(times)
        axes.plot(times, share, color=COLOURS[service], label=service)
    axes.set(xscale="log", xlabel="milliseconds", ylabel="share of turns", title=title)
    axes.legend(frameon=False)
    _plain(axes)
    return _save(figure, path)


def _long(results: Results, path: Path) -> Path:
    figure, axes = plt.subplots(figsize=(6, 3.4))
    for service, turns in results.plots["long"].items():
        numbers, times = zip(*turns, strict=True)
        axes.plot(numbers, times, ".", markersize=3, color=COLOURS[service], label=service)
    axes.set(yscale="log", xlabel="turn", ylabel="milliseconds", title="one conversation")
    axes.legend(frameon=False)
    _plain(axes)
    return _save(figure, path)


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)


def _save(figure: plt.Figure, path: Path) -> Path:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    return path
