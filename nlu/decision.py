"""Answer, ask back, or say that we do not know: chosen by what each mistake costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

OFFERED = 3
WRONG_ANSWER = 5.0
QUESTION_BACK = 1.0
USELESS_QUESTION = 2.0
"""A question back to somebody whom no article helps."""
NO_ANSWER = 4.0
"""Saying that we do not know, to a question that an article answers; also what follows a
question back that does not offer the right article."""


@dataclass(frozen=True)
class Thresholds:
    """Confidence in the first article from which to answer, and in the choices to ask back."""

    answer: float = 0.8
    clarify: float = 0.4


@dataclass(frozen=True)
class Outcome:
    """A held-out question: confidences, and whether the first or an offered article is right.

    `known` is false where no article answers, out of scope.
    """

    first: float
    offered: float
    first_right: bool
    offered_right: bool
    known: bool
    importance: float = 1.0


def choose(ranking: Sequence[tuple[str, float]], thresholds: Thresholds) -> tuple[str, list[str]]:
    """The decision on a ranking and the articles to offer when asking back."""
    offered = ranking[:OFFERED]
    if ranking and ranking[0][1] >= thresholds.answer:
        return "answer", []
    if ranking and sum(chance for _, chance in offered) >= thresholds.clarify:
        return "clarify", [article for article, _ in offered]
    return "unknown", []


def cheapest(outcomes: Sequence[Outcome]) -> Thresholds:
    """The thresholds of the least total cost on held-out questions."""
    candidates = [
        Thresholds(float(answer), float(clarify))
        for answer in np.linspace(0.4, 0.95, 56)
        for clarify in np.linspace(0.05, 0.8, 31)
    ]
    return min(candidates, key=lambda thresholds: total_cost(outcomes, thresholds))


def total_cost(outcomes: Sequence[Outcome], thresholds: Thresholds) -> float:
    """The sum of the costs of deciding so."""
    return sum(o.importance * _cost(o, thresholds) for o in outcomes)


def _cost(outcome: Outcome, thresholds: Thresholds) -> float:
    if outcome.first >= thresholds.answer:
        return 0.0 if outcome.first_right else WRONG_ANSWER
    if outcome.offered >= thresholds.clarify:
        if outcome.offered_right:
            return QUESTION_BACK
        return QUESTION_BACK + NO_ANSWER if outcome.known else USELESS_QUESTION
    return NO_ANSWER if outcome.known else 0.0
