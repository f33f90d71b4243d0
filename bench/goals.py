"""The goals, and how a figure is judged by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Goal:
    """A row of the table.

    ``figure`` is compared with the same figure of the peer; or with ``base`` of the same service;
    or, when ``absolute``, with the limit itself.
    """

    what: str
    figure: str
    unit: str
    limit: float
    wanted: str
    at_least: bool = False
    base: str = ""
    absolute: bool = False

    def figures(
        self, ours: Figures, theirs: Figures
    ) -> tuple[float | None, float | None, float | None]:
        """Our figure, theirs, and the ratio that is judged; None where it was not measured."""
        mine, other = self._of(ours), self._of(theirs)
        if self.base or self.absolute or mine is None:
            return mine, other, mine
        return mine, other, mine / other if other else None

    def reached(self, ratio: float) -> bool:
        """Whether the goal is met."""
        return ratio >= self.limit if self.at_least else ratio <= self.limit

    def _of(self, figures: Figures) -> float | None:
        figure = figures.get(self.figure)
        if figure is None or not self.base:
            return figure
        base = figures.get(self.base)
        return figure / base if base else None


GOALS = (
    Goal("messages a second, 50 visitors at once", "per_second_50", "/s", 10, "≥ 10 ×", True),
    Goal("p95 of a turn, 10 visitors at once", "p95_10_ms", "ms", 0.2, "≤ 1/5"),
    Goal("turns 271 to 300 against turns 1 to 30 (p50)", "last_turns_ms", "×", 1.2, "≤ 1.2",
         base="first_turns_ms"),
    Goal("memory (PSS) after the turns", "memory_mb", "MB", 0.5, "≤ 0.5"),
    Goal("from start to ready", "ready_s", "s", 0.5, "≤ 0.5"),
    Goal("training, all data", "training_s", "s", 0.3, "≤ 0.3"),
    Goal("install size", "install_mb", "MB", 0.6, "≤ 0.6"),
    Goal("turn with 10,000 articles against ours", "turn_many_articles_ms", "×", 2, "≤ 2",
         base="turn_ms"),
    Goal("turn with 1,000,000 stored messages against few", "turn_many_stored_ms", "×", 1.2,
         "≤ 1.2", base="turn_few_stored_ms"),
    Goal("queue page of the desk, 1,000 waiting", "queue_page_ms", "ms", 200, "≤ 200 ms",
         absolute=True),
    Goal("`synchronous` of the database (2 = FULL)", "synchronous", "", 2, "FULL", True,
         absolute=True),
)  # fmt: skip
