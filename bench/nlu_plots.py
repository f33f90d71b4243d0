"""Plots of the understanding, as SVG, and the page that shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt
import numpy as np

from bench.tables import bins_of, cell

BLUE, GREY = "#1f5fa8", "#9aa3ad"


def reliability(
    confidences: Sequence[float], right: Sequence[bool], title: str, path: Path
) -> None:
    """Share right against confidence: on the diagonal when confidence is honest."""
    bins = bins_of(confidences, right)
    figure, axes = plt.subplots(figsize=(4.2, 4.2))
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1)
    axes.plot([mean for mean, _, _ in bins], [hits for _, hits, _ in bins], "o-", color=BLUE)
    for mean, hits, size in bins:
        axes.annotate(str(size), (mean, hits), textcoords="offset points", xytext=(4, -10), size=8)
    axes.set(xlabel="confidence", ylabel="share right", title=title, xlim=(0, 1), ylim=(0, 1))
    _save(figure, path)


def coverage(confidences: Sequence[float], right: Sequence[bool], path: Path) -> None:
    """Share right of the surest questions, against how many of them are answered."""
    order = np.argsort(-np.asarray(confidences), kind="stable")
    hits = np.cumsum(np.asarray(right)[order])
    answered = np.arange(1, len(hits) + 1)
    figure, axes = plt.subplots(figsize=(4.8, 3.6))
    axes.plot(answered / max(1, len(hits)), hits / answered, color=BLUE)
    axes.set(
        xlabel="share answered",
        ylabel="share right",
        title="Coverage against precision",
        ylim=(0.5, 1.01),
    )
    _save(figure, path)


def confusion(right: Sequence[str], found: Sequence[str], path: Path) -> None:
    """A table of themes: right in rows, found in columns."""
    names = sorted({*right, *found})
    counts = np.zeros((len(names), len(names)), dtype=int)
    for a, b in zip(right, found, strict=True):
        counts[names.index(a), names.index(b)] += 1
    figure, axes = plt.subplots(figsize=(6.4, 5.6))
    axes.imshow(counts, cmap="Blues")
    for (row, column), count in np.ndenumerate(counts):
        if count:
            dark = count > counts.max() / 2
            axes.text(column, row, str(count), ha="center", va="center", color="w" if dark else "k")
    axes.set_xticks(range(len(names)), names, rotation=40, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="found", ylabel="right", title="Themes")
    _save(figure, path)


def write_page(out: Path, title: str, rows: Mapping[str, Mapping[str, float]]) -> None:
    """A page with the table and all plots of the folder."""
    names = list(rows)
    head = "".join(f"<th>{escape(name)}</th>" for name in ("", *names))
    body = "".join(
        f"<tr><td>{escape(measure)}</td>"
        + "".join(f"<td>{cell(rows[name].get(measure))}</td>" for name in names)
        + "</tr>"
        for measure in rows[names[0]]
    )
    plots = "".join(
        f'<img src="{path.name}" alt="{path.stem}">' for path in sorted(out.glob("*.svg"))
    )
    style = "body{font:16px sans-serif;margin:2em}td,th{padding:.2em .8em;text-align:right}"
    page = (
        f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><style>{style}</style>"
        f"<h1>{escape(title)}</h1><table><tr>{head}</tr>{body}</table>{plots}"
    )
    (out / "index.html").write_text(page, encoding="utf-8")


def _save(figure: plt.Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
