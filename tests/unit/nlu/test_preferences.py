"""Which acts win before they are the likeliest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.preferences import ASKED_BACK, FALSE_ALARMS, HIGHEST, LOWEST, TURNED_AWAY, Preferences

LEARNED = Preferences(distress=0.1, out_of_scope=0.3, doubt=0.2)


@pytest.mark.parametrize(
    ("acts", "preferred"),
    [
        ({"ask": 0.85, "distress": 0.15}, "distress"),
        ({"ask": 0.95, "distress": 0.05}, None),
        ({"ask": 0.6, "out_of_scope": 0.35, "greet": 0.05}, "out_of_scope"),
        ({"ask": 0.5, "out_of_scope": 0.35, "distress": 0.15}, "distress"),
        ({"hand_over": 0.6, "out_of_scope": 0.4}, None),
        ({}, None),
    ],
)
def test_an_act_may_win_before_it_is_the_likeliest(
    acts: dict[str, float], preferred: str | None
) -> None:
    assert LEARNED.preferred(acts) == preferred


def test_what_sounds_strange_is_not_simply_answered() -> None:
    assert LEARNED.doubts({"ask": 0.75, "out_of_scope": 0.25})
    assert not LEARNED.doubts({"ask": 0.85, "out_of_scope": 0.15})


def test_without_examples_the_likeliest_wins() -> None:
    assert Preferences.fit([], [], []) == Preferences()
    assert Preferences.fit([{"ask": 1.0}], ["ask"], [1.0]) == Preferences()


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=200),
    st.lists(st.floats(0, 1), min_size=1, max_size=50),
)
def test_no_more_than_the_accepted_share_is_taken(
    questions: list[float], strange: list[float]
) -> None:
    chances = [
        {"out_of_scope": value, "distress": value / 2, "ask": 1 - value}
        for value in (*questions, *strange)
    ]
    acts = ["ask"] * len(questions) + ["out_of_scope"] * (len(strange) - 1) + ["distress"]
    fitted = Preferences.fit(chances, [*acts], [1.0] * len(acts))

    def share(limit: float, values: list[float]) -> float:
        return sum(value > limit for value in values) / len(values)

    assert LOWEST <= fitted.distress <= HIGHEST
    others = [value / 2 for value in (*questions, *strange[:-1])]
    assert fitted.distress == HIGHEST or share(fitted.distress, others) <= FALSE_ALARMS
    if len(strange) > 1:
        assert fitted.doubt <= fitted.out_of_scope
        for limit, accepted in (
            (fitted.out_of_scope, TURNED_AWAY),
            (fitted.doubt, ASKED_BACK),
        ):
            assert limit == HIGHEST or share(limit, questions) <= accepted
