"""Tables drawn as SVG: readable, printable, told apart without colours.

The words stay text in the SVG. A drawing is a resource of its own (it has styles inside) and
never goes without its table, which is what screen readers get.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from service.reporting.labels import Labels
from service.reporting.overview import BEFORE
from service.reporting.table import Head, Kind, Number, Table

WIDTH = 9.0  # inches
INK, GRID, PALE = "#1c2a3a", "#d9dee4", "#b8c2cc"
# Okabe and Ito's colours, which colour-blind people can tell apart.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
HATCHES = ("", "//", "..", "xx", "\\\\", "++", "--")
LONGEST = 46
"""Characters of a label beside a bar."""
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "azimut",  # the same figures give the same drawing
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.edgecolor": GRID,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.4,
}
_SHEET = re.compile(r"<style\b.*?</style>", re.DOTALL)
_STYLED = re.compile(r'style="([^"]*)"')
_drawing = Lock()  # matplotlib draws for one thread at a time


def drawable(table: Table) -> bool:
    """Whether there is something to draw."""
    return table.key in _PLOTS and any(
        number for _, column, number, kind in table.cells() if kind == "count" or kind == "seconds"
    )


def draw(table: Table, labels: Labels) -> bytes:
    """The table as SVG. Slow the first time (half a second): call it in a thread."""
    import matplotlib
    from matplotlib.figure import Figure

    with _drawing, matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, 3.6), layout="constrained")
        _PLOTS[table.key](figure, table, labels)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Title": labels.title(table)})
    return without_styles(out.getvalue().decode()).encode()


def without_styles(svg: str) -> str:
    """The same drawing with attributes instead of styles, which a strict policy would forbid."""
    svg = _SHEET.sub("", svg)
    return _STYLED.sub(lambda match: _attributes(match[1]), svg).replace(
        "<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" font-family="sans-serif" ', 1
    )


def _attributes(style: str) -> str:
    written = []
    for part in filter(None, (part.strip() for part in style.split(";"))):
        name, value = (text.strip() for text in part.split(":", 1))
        if name == "font":  # "10px 'sans-serif'": the family stands on the root
            size = next(word for word in value.split() if word.endswith("px"))
            name, value = "font-size", size
        written.append(f'{name}="{value}"')
    return " ".join(written)


def _timeline(figure: Any, table: Table, labels: Labels) -> None:
    axes = figure.add_subplot()
    names = [labels.head(row.head) for row in table.body()]
    places = range(len(names))
    axes.bar(
        places,
        table.column("contacts"),
        color=COLOURS[0],
        label=labels.text("column.now"),
        zorder=2,
    )
    then = [float("nan") if number is None else number for number in table.column(BEFORE)]
    axes.plot(
        places, then, color=INK, linestyle="--", marker=".", label=labels.text("column.before")
    )
    step = max(1, len(names) // 16)
    axes.set_xticks(list(places)[::step], names[::step], rotation=45, ha="right")
    _finish(axes, "y")


def _bars(figure: Any, table: Table, labels: Labels) -> None:
    """Each row's first number as a bar, with the period before behind it where it is told."""
    rows = table.body()
    figure.set_size_inches(WIDTH, 1.2 + 0.36 * len(rows))
    axes = figure.add_subplot()
    first = table.columns[0].head
    compares = any(column.head.value == BEFORE for column in table.columns)
    series = [
        (labels.text("column.now") if compares else labels.head(first), table.column(first.value))
    ]
    if compares:
        series.append((labels.text("column.before"), table.column(BEFORE)))
    _grouped(axes, [labels.head(row.head) for row in rows], series, "count")


def _waits(figure: Any, table: Table, labels: Labels) -> None:
    columns = table.columns[1:]
    series = [(labels.head(column.head), table.column(column.head.value)) for column in columns]
    names = [labels.head(row.head) for row in table.body()]
    _grouped(figure.add_subplot(), names, series, "seconds")


def _grouped(
    axes: Any, names: Sequence[str], series: Sequence[tuple[str, Sequence[Number]]], kind: Kind
) -> None:
    height = 0.8 / len(series)
    for number, (label, values) in enumerate(series):
        places = [place + (number - (len(series) - 1) / 2) * height for place in range(len(names))]
        shown = [_in_minutes(value) if kind == "seconds" else value or 0 for value in values]
        bars = axes.barh(
            places,
            shown,
            height * 0.9,
            label=label,
            color=(COLOURS[0], PALE)[number % 2],
            hatch=HATCHES[number],
            edgecolor="white",
            zorder=2,
        )
        if number == 0:
            axes.bar_label(bars, fmt="%.1f" if kind == "seconds" else "%d", padding=3, fontsize=8)
    axes.set_yticks(range(len(names)), [_short(name) for name in names])
    axes.invert_yaxis()
    if kind == "seconds":
        axes.set_xlabel("min")
    _finish(axes, "x", legend=len(series) > 1)


def _stacked(figure: Any, table: Table, labels: Labels) -> None:
    """The counted columns of each row, one behind the other."""
    rows = table.body()
    figure.set_size_inches(WIDTH, 1.4 + 0.36 * len(rows))
    axes = figure.add_subplot()
    columns = [c for c in table.columns if c.kind == "count" and c.head != Head("column", "total")]
    left = [0.0] * len(rows)
    for number, column in enumerate(columns):
        values = [float(value or 0) for value in table.column(column.head.value)]
        axes.barh(
            range(len(rows)),
            values,
            left=left,
            label=labels.head(column.head),
            color=COLOURS[number % len(COLOURS)],
            hatch=HATCHES[number % len(HATCHES)],
            edgecolor="white",
            zorder=2,
        )
        left = [sum(pair) for pair in zip(left, values, strict=True)]
    axes.set_yticks(range(len(rows)), [_short(labels.head(row.head)) for row in rows])
    axes.invert_yaxis()
    _finish(axes, "x")


def _heat(figure: Any, table: Table, labels: Labels) -> None:
    """Darker is more; the numbers are in the table."""
    axes = figure.add_subplot()
    columns = table.columns[:-1]
    grid = [list(row.numbers[:-1]) for row in table.body()]
    image = axes.imshow(grid, cmap="Blues", aspect="auto", vmin=0)
    axes.set_xticks(range(0, len(columns), 2), [labels.head(c.head) for c in columns[::2]])
    axes.set_yticks(range(len(grid)), [labels.head(row.head) for row in table.body()])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    bar = figure.colorbar(image, ax=axes, pad=0.02)
    bar.set_label(labels.text("measure.contacts"))
    bar.outline.set_visible(False)


def _finish(axes: Any, values_on: str, legend: bool = True) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.grid(axis=values_on, color=GRID, linewidth=0.6, zorder=0)
    axes.tick_params(length=0)
    scale = axes.xaxis if values_on == "x" else axes.yaxis
    scale.set_major_locator(MaxNLocator(integer=True, nbins=6))
    if legend:
        axes.legend(
            frameon=False, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, 1.18), ncol=5
        )


def _in_minutes(seconds: Number) -> float:
    return round((seconds or 0) / 60, 1)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


_PLOTS: dict[str, Callable[[Any, Table, Labels], None]] = {
    "timeline": _timeline,
    "months": _bars,
    "funnel": _bars,
    "themes_publics": _stacked,
    "themes": _bars,
    "publics": _bars,
    "languages": _bars,
    "channels": _bars,
    "results": _bars,
    "hours": _heat,
    "outcomes": _bars,
    "satisfaction": _stacked,
    "waits": _waits,
    "articles": _bars,
    "rising": _bars,
}
