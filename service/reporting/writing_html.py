"""The report as one page that needs nothing else: to read, to print, to send."""

from __future__ import annotations

import base64
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.reporting.document import Report
from service.reporting.plots import draw, drawable
from service.reporting.table import kind_of


def as_html(report: Report) -> bytes:
    """The page, with its drawings inside. Slow (a second or two): call it in a thread."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    drawings = {
        table.key: _inside(draw(table, report.labels))
        for table in report.tables()
        if drawable(table)
    }
    page = environment.get_template("report.html.jinja").render(
        report=report, labels=report.labels, drawings=drawings, kind_of=kind_of
    )
    return page.encode()


def _inside(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
