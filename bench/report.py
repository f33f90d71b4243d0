"""The table and the plots, written into docs/performance.md between two marks."""

from __future__ import annotations

import os
from pathlib import Path

from bench.goals import GOALS, Goal
from bench.plots import draw
from bench.results import Results
from bench.services import AZIMUT, STOCK

FURTHER = (
    ("turn, one visitor (p50)", "turn_ms", "ms"),
    ("turn, 10 visitors (p50)", "p50_10_ms", "ms"),
    ("turn, 50 visitors (p95)", "p95_50_ms", "ms"),
    ("processor time a turn, 50 visitors, all processes", "cpu_50_ms", "ms"),
    ("of it the process that takes the requests", "cpu_front_50_ms", "ms"),
    ("share of messages without an answer", "unsaid_50", ""),
    ("turns 271 to 300 of one conversation (p50)", "last_turns_ms", "ms"),
    ("engine alone: understanding, processor time", "understanding, as it is", "ms"),
    ("engine alone: whole turn, processor time", "whole turn, as it is", "ms"),
    ("engine alone: whole turn with 10,000 articles", "whole turn, 10000 articles", "ms"),
    ("queue page, slowest of 20", "queue_worst_ms", "ms"),
)
"""Figures without a goal."""
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def write_report(results: Results, images: Path, page: Path) -> None:
    """Replace what stands between the marks; the rest of the page is written by hand."""
    drawn = draw(results, images)
    text = page.read_text("utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    shown = "\n".join(f"![{title}]({_seen_from(page, path)})" for title, path in drawn.items())
    body = "\n\n".join((_where(results), _table(results), _further(results), shown))
    page.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}", "utf-8")


def _where(results: Results) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in results.versions.items())
    return f"Measured on {results.day}, on a machine of {results.machine}; {versions}."


def _table(results: Results) -> str:
    ours, theirs = _with_many_articles(results), results.figures.get(STOCK, {})
    rows = [_row(goal, ours, theirs) for goal in GOALS]
    head = f"| | {AZIMUT} | {STOCK} | ratio | goal | reached |\n|---|---|---|---|---|---|"
    notes = [f"- {name}: {note}" for name, note in sorted(results.notes.items())]
    return "\n".join([head, *rows, "", *notes])


def _with_many_articles(results: Results) -> dict[str, float]:
    """A turn through the web API with 10,000 articles: only the engine's part of it grows."""
    ours = results.figures.get(AZIMUT, {})
    parts = ("turn_ms", "whole turn, as it is", "whole turn, 10000 articles")
    if not ours.keys() >= set(parts):
        return ours
    turn, now, then = (ours[part] for part in parts)
    return {**ours, "turn_many_articles_ms": turn - now + then}


def _further(results: Results) -> str:
    ours, theirs = results.figures.get(AZIMUT, {}), results.figures.get(STOCK, {})
    rows = [
        f"| {what} | {_cell(ours.get(name), unit)} | {_cell(theirs.get(name), unit)} |"
        for what, name, unit in FURTHER
    ]
    floor = results.figures.get("floor", {})
    rows += [
        f"| floor: {what} | {_cell(floor.get(name), 'ms')} | |"
        for what, name in (("empty request", "empty_ms"), ("request and commit", "commit_ms"))
    ]
    return "\n".join([f"| further | {AZIMUT} | {STOCK} |\n|---|---|---|", *rows])


def _row(goal: Goal, ours: dict[str, float], theirs: dict[str, float]) -> str:
    mine, other, ratio = goal.figures(ours, theirs)
    reached = "not measured" if ratio is None else "yes" if goal.reached(ratio) else "no"
    cells = (
        goal.what, _cell(mine, goal.unit), _cell(other, goal.unit),
        "" if ratio is None or goal.absolute else f"{ratio:.2f}", goal.wanted, reached,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _cell(figure: float | None, unit: str) -> str:
    if figure is None:
        return "–"
    digits = 0 if figure >= 100 else 1 if figure >= 10 else 2
    return f"{figure:,.{digits}f} {unit}".strip()


def _seen_from(page: Path, image: Path) -> str:
    return os.path.relpath(image, page.parent)
