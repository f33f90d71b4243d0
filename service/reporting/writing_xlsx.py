"""The report as a workbook: a title sheet, then a sheet a table, with its chart."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from service.reporting.document import Report
from service.reporting.labels import Labels
from service.reporting.plots import COLOURS, drawable
from service.reporting.table import Kind, Number, Table

_FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "share": "0 %",
    "change": "+0 %;-0 %;0 %",
    "seconds": "[h]:mm:ss",
}
_DAY = 24 * 60 * 60
_LONGEST_NAME = 31  # characters of a sheet's name


def as_xlsx(report: Report) -> bytes:
    """The workbook. Texts never become formulas or links."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": report.labels.text("title")})
        styles = _styles(book)
        _title_sheet(book, report, styles)
        for number, table in enumerate(report.tables(), 1):
            _sheet(book, number, table, report.labels, styles)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    styles: dict[str, Any] = {
        kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()
    }
    for kind, text in _FORMATS.items():
        styles[f"{kind} total"] = book.add_format({"num_format": text, "bold": True, "top": 1})
    styles["title"] = book.add_format({"bold": True, "font_size": 20})
    styles["head"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    styles["total"] = book.add_format({"bold": True, "top": 1})
    styles["text"] = book.add_format({"text_wrap": True, "valign": "top"})
    return styles


def _title_sheet(book: Any, report: Report, styles: dict[str, Any]) -> None:
    labels = report.labels
    sheet = book.add_worksheet(labels.text("sheet.contents"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 95)
    lines = [*report.front(), "", labels.text("definitions"), *report.definitions(), ""]
    sheet.write_string(0, 0, labels.text("title"), styles["title"])
    for place, line in enumerate(lines, 2):
        sheet.write_string(place, 0, line, styles["text"])
    place = len(lines) + 2
    for number, table in enumerate(report.tables(), 1):
        target = f"internal:'{_name(number, table, labels)}'!A1"
        sheet.write_url(place + number, 0, target, string=f"{number}. {labels.title(table)}")


def _sheet(book: Any, number: int, table: Table, labels: Labels, styles: dict[str, Any]) -> None:
    name = _name(number, table, labels)
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(table.columns), 13)
    sheet.write_string(0, 0, labels.title(table), styles["title"])
    sheet.write_string(2, 0, labels.rows(table), styles["head"])
    for place, column in enumerate(table.columns, 1):
        sheet.write_string(2, place, labels.head(column.head), styles["head"])
    for line, row in enumerate(table.rows, 3):
        sheet.write_string(line, 0, labels.head(row.head), styles["total"] if row.total else None)
    places = {id(row): line for line, row in enumerate(table.rows, 3)}
    width = len(table.columns)
    for count, (row, _column, value, kind) in enumerate(table.cells()):
        style = styles[f"{kind} total" if row.total else kind]
        _write(sheet, places[id(row)], count % width + 1, value, kind, style)
    sheet.freeze_panes(3, 1)
    if drawable(table) and table.key != "hours":
        _chart(book, sheet, name, table)
    if table.key == "hours":
        sheet.conditional_format(
            3, 1, 9, 24, {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#6BAED6"}
        )


def _write(sheet: Any, line: int, place: int, value: Number, kind: Kind, style: Any) -> None:
    if value is None:
        sheet.write_blank(line, place, None, style)
    else:
        sheet.write_number(line, place, value / _DAY if kind == "seconds" else value, style)


def _chart(book: Any, sheet: Any, name: str, table: Table) -> None:
    """Bars of the counted columns; stacked when they are parts of a whole."""
    parts = table.key in {"themes_publics", "satisfaction"}
    shape = "column" if table.key in {"timeline", "months"} else "bar"
    chart = book.add_chart({"type": shape, "subtype": "stacked"} if parts else {"type": shape})
    last = 2 + len(table.body())
    drawn = [
        place
        for place, column in enumerate(table.columns, 1)
        if column.kind in {"count", "seconds"} and column.head.value not in {"total", "met_human"}
    ]
    for number, place in enumerate(drawn if parts or table.key == "waits" else drawn[:2]):
        chart.add_series(
            {
                "name": [name, 2, place],
                "categories": [name, 3, 0, last, 0],
                "values": [name, 3, place, last, place],
                "fill": {"color": COLOURS[number % len(COLOURS)]},
            }
        )
    if shape == "bar":
        chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 160 + 22 * min(len(table.rows), 20)})
    sheet.insert_chart(4 + len(table.rows), 0, chart)


def _name(number: int, table: Table, labels: Labels) -> str:
    title = "".join(" " if sign in "[]:*?/\\'" else sign for sign in labels.title(table))
    return f"{number} {title}"[:_LONGEST_NAME].strip()
