"""Make a report: the one road of the command line and of the desk, so that they agree."""

from __future__ import annotations

from collections.abc import Mapping

from service.reporting.document import Report, exact_report, published_report
from service.reporting.figures import TABLES
from service.reporting.labels import Labels
from service.reporting.period import Period, before, kind_of_period
from service.reporting.source import Asked
from service.reporting.tally import Filter
from service.statistics import Statistics


async def exact(
    statistics: Statistics,
    period: Period,
    language: str,
    titles: Mapping[str, str],
    filter: Filter | None = None,
) -> Report:
    """All tables with the exact figures, compared with the period before."""
    asked = Asked(period, before(period, kind_of_period(period)), filter or Filter())
    found = await statistics.figures(asked, TABLES)
    return exact_report(found, Labels(language, titles), statistics.today())


async def public(
    statistics: Statistics, period: Period, language: str, titles: Mapping[str, str]
) -> Report:
    """The published tables. Raises BadRequest unless the period is a past calendar year."""
    tables = await statistics.published(period)
    return published_report(tables, period, Labels(language, titles), statistics.today())


def written(report: Report, kind: str) -> bytes:
    """As ``csv``, ``xlsx`` or ``html``. Drawings take a second or two: call it in a thread."""
    if kind == "csv":
        from service.reporting.writing_csv import as_csv

        return as_csv(report.tables(), report.labels)
    if kind == "xlsx":
        from service.reporting.writing_xlsx import as_xlsx

        return as_xlsx(report)
    from service.reporting.writing_html import as_html

    return as_html(report)
