"""Compare two models on the operator's questions."""

from __future__ import annotations

from collections.abc import Sequence

from service.learning.views import TrialQuestion
from service.types import Json

Answer = Json
"""{"outcome", "article", "choices"} of one question."""


def points(question: TrialQuestion, answer: Answer) -> int:
    """2: as it should be; 1: the right article is offered among others; 0: neither.

    A question without an article must not be answered: 2 when it is not.
    """
    if question.article is None:
        return 0 if answer["outcome"] == "answered" else 2
    if answer["outcome"] == "answered":
        return 2 if answer["article"] == question.article else 0
    return 1 if question.article in answer["choices"] else 0


def compare(
    questions: Sequence[TrialQuestion], present: Sequence[Answer], new: Sequence[Answer]
) -> Json:
    """Better, worse and otherwise changed questions, each with both answers, and the sums."""
    found: Json = {"better": [], "worse": [], "changed": [], "same": 0}
    for question, before, after in zip(questions, present, new, strict=True):
        gained = points(question, after) - points(question, before)
        if gained:
            found["better" if gained > 0 else "worse"].append(_line(question, before, after))
        elif before != after:
            found["changed"].append(_line(question, before, after))
        else:
            found["same"] += 1
    return found | {
        "questions": len(questions),
        "right_before": _right(questions, present),
        "right_after": _right(questions, new),
    }


def _right(questions: Sequence[TrialQuestion], answers: Sequence[Answer]) -> int:
    return sum(points(q, answer) == 2 for q, answer in zip(questions, answers, strict=True))


def _line(question: TrialQuestion, before: Answer, after: Answer) -> Json:
    return {
        "text": question.text,
        "language": question.language,
        "expected": question.article,
        "before": before,
        "after": after,
    }
