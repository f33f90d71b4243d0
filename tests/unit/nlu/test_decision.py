"""Answering, asking back, giving up: what costs least."""

from __future__ import annotations

import pytest

from nlu.decision import Outcome, Thresholds, cheapest, choose

RANKING = [("a/one", 0.5), ("a/two", 0.2), ("a/three", 0.1), ("a/four", 0.05)]


@pytest.mark.parametrize(
    ("answer", "clarify", "decision"),
    [(0.4, 0.1, "answer"), (0.6, 0.7, "clarify"), (0.6, 0.9, "unknown")],
)
def test_decisions(answer: float, clarify: float, decision: str) -> None:
    found, choices = choose(RANKING, Thresholds(answer, clarify))
    assert found == decision
    assert len(choices) == (3 if decision == "clarify" else 0)


def test_nothing_is_known_of_nothing() -> None:
    assert choose([], Thresholds()) == ("unknown", [])


def test_a_wrong_answer_costs_five_questions_back() -> None:
    """At confidence 0.7 three answers in ten are wrong: 1.5 a question, more than asking back."""
    doubtful = [Outcome(0.7, 0.9, n < 7, True, True) for n in range(10)]
    assert cheapest(doubtful).answer > 0.7
    sure = [Outcome(0.9, 0.99, n < 19, True, True) for n in range(20)]
    assert cheapest(sure).answer <= 0.9
