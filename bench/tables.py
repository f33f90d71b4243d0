"""Measures and tables of the benchmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

BINS = 10


def macro_f1(right: Sequence[str], found: Sequence[str]) -> float:
    """The mean F1 over the labels that are right somewhere."""
    labels = sorted(set(right))
    return sum(_f1(right, found, label) for label in labels) / max(1, len(labels))


def _f1(right: Sequence[str], found: Sequence[str], label: str) -> float:
    pairs = list(zip(right, found, strict=True))
    hits = sum(a == label and b == label for a, b in pairs)
    errors = sum((a == label) != (b == label) for a, b in pairs)
    return 2 * hits / (2 * hits + errors) if hits or errors else 0.0


def bins_of(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of each tenth that has any."""
    found = []
    for place in range(BINS):
        inside = [
            (confidence, hit)
            for confidence, hit in zip(confidences, right, strict=True)
            if place / BINS <= confidence < (place + 1) / BINS + (place == BINS - 1)
        ]
        if inside:
            size = len(inside)
            mean = sum(confidence for confidence, _ in inside) / size
            found.append((mean, sum(hit for _, hit in inside) / size, size))
    return found


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten bins."""
    total = max(1, len(confidences))
    return sum(size * abs(mean - hits) for mean, hits, size in bins_of(confidences, right)) / total


def print_table(rows: Mapping[str, Mapping[str, float]]) -> None:
    """A table with a row for each measure and a column for each name."""
    names = list(rows)
    measures = list(rows[names[0]])
    width = max(len(measure) for measure in measures)
    columns = [max(10, len(name) + 2) for name in names]
    heads = (f"{name:>{size}}" for name, size in zip(names, columns, strict=True))
    click.echo(" " * width + "".join(heads))
    for measure in measures:
        cells = (
            f"{cell(rows[name].get(measure)):>{size}}"
            for name, size in zip(names, columns, strict=True)
        )
        click.echo(f"{measure:<{width}}" + "".join(cells))


def cell(value: float | None) -> str:
    """A figure with as many digits as it is worth; a dash where there is none."""
    if value is None or value != value:
        return "-"
    if float(value).is_integer():
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 1.5 else f"{value:.3f}"
