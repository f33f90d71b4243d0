"""The report as a value: what its title page says, and its chapters with their tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.reporting.figures import PAGES, Figures
from service.reporting.labels import Labels
from service.reporting.period import Period
from service.reporting.table import Table

DEFINITIONS = ("contact", "question", "day", "answered", "helpful", "waiting", "unknown")


@dataclass(frozen=True)
class Chapter:
    """A title and tables; None stands for a table that may not be published."""

    title: str
    tables: tuple[tuple[str, Table | None], ...]


@dataclass(frozen=True)
class Report:
    """Made to be sent as it is."""

    labels: Labels
    period: Period
    before: Period | None
    made: date
    exact: bool
    chapters: tuple[Chapter, ...]

    def tables(self) -> list[Table]:
        """All tables, in order."""
        return [
            table for chapter in self.chapters for _, table in chapter.tables if table is not None
        ]

    def front(self) -> list[str]:
        """The lines of the title page below the title."""
        lines = [self.labels.text("house"), self.labels.period(self.period)]
        if self.before is not None:
            lines.append(self.labels.period(self.before, "compared"))
        lines.append(self.labels.text("made", day=self.labels.day(self.made)))
        lines.append(self.labels.text("exact" if self.exact else "published"))
        return lines

    def definitions(self) -> list[str]:
        """How to read the figures."""
        return [self.labels.text(f"definition.{name}") for name in DEFINITIONS]


def exact_report(figures: Figures, labels: Labels, made: date) -> Report:
    """Every table of the desk, with its exact figures."""
    chapters = tuple(
        Chapter(
            labels.text(f"chapter.{page}"), tuple((name, figures.tables[name]) for name in names)
        )
        for page, names in PAGES.items()
    )
    return Report(labels, figures.asked.period, figures.asked.before, made, True, chapters)


def published_report(
    tables: dict[str, Table | None], period: Period, labels: Labels, made: date
) -> Report:
    """The fixed set of published tables."""
    chapter = Chapter(labels.text("chapter.audience"), tuple(tables.items()))
    return Report(labels, period, None, made, False, (chapter,))
