"""Better, worse, changed."""

from __future__ import annotations

import pytest

from service.learning.comparing import Answer, compare, points
from service.learning.views import TrialQuestion

JURY = TrialQuestion(1, "fr", "jury ?", "studies/exam-board")
NOTHING = TrialQuestion(2, "nl", "hoe laat is het", None)


def answer(article: str | None = None, *choices: str, outcome: str = "") -> Answer:
    outcome = outcome or ("answered" if article else "clarifying" if choices else "unanswered")
    return {"outcome": outcome, "article": article, "choices": list(choices)}


@pytest.mark.parametrize(
    ("question", "given", "expected"),
    [
        (JURY, answer("studies/exam-board"), 2),
        (JURY, answer(None, "studies/x", "studies/exam-board"), 1),
        (JURY, answer("studies/x"), 0),
        (JURY, answer(), 0),
        (NOTHING, answer(), 2),
        (NOTHING, answer(outcome="out_of_scope"), 2),
        (NOTHING, answer("studies/x"), 0),
    ],
)
def test_points(question: TrialQuestion, given: Answer, expected: int) -> None:
    assert points(question, given) == expected


def test_each_question_is_listed_where_it_belongs() -> None:
    questions = [JURY, JURY, JURY, NOTHING]
    before = [answer(), answer("studies/exam-board"), answer("studies/x"), answer()]
    after = [answer("studies/exam-board"), answer(None, "studies/exam-board"), answer(), answer()]
    result = compare(questions, before, after)
    assert [line["after"] for line in result["better"]] == [after[0]]
    assert [line["before"] for line in result["worse"]] == [before[1]]
    assert [line["after"] for line in result["changed"]] == [after[2]]
    assert (result["same"], result["questions"]) == (1, 4)
    assert (result["right_before"], result["right_after"]) == (2, 2)
