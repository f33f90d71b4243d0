"""Answer, ask back, or say that we do not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OFFERED = 3


@dataclass(frozen=True)
class Thresholds:
    """Confidence from which to answer, and from which to ask back."""

    answer: float = 0.5
    clarify: float = 0.15


def choose(
    ranking: Sequence[tuple[str, float]], thresholds: Thresholds
) -> tuple[str, list[str]]:
    """The decision on a ranking and the articles to offer when asking back."""
    if not ranking or ranking[0][1] < thresholds.clarify:
        return "unknown", []
    if ranking[0][1] >= thresholds.answer:
        return "answer", []
    return "clarify", [article for article, _ in ranking[:OFFERED]]
