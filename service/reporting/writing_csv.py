"""The report as CSV: one line a number, for any program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from service.reporting.labels import Labels
from service.reporting.table import Number, Table


def as_csv(tables: Iterable[Table], labels: Labels) -> bytes:
    """Table, row, column, value; with a byte-order mark, so that a spreadsheet sees UTF-8.

    Shares and changes are fractions, durations seconds, numbers with a decimal point.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([labels.text(f"sheet.{name}") for name in ("table", "row", "column", "value")])
    for table in tables:
        title = labels.title(table)
        for row, column, number, _kind in table.cells():
            writer.writerow(
                [title, labels.head(row.head), labels.head(column.head), _plain(number)]
            )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(number: Number) -> str:
    if isinstance(number, float):
        return f"{number:.4f}"
    return "" if number is None else str(number)
