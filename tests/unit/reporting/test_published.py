"""Nobody can be recognised in the published tables."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadRequest
from service.reporting.period import Period
from service.reporting.published import (
    SPREAD,
    allowed,
    deduced,
    guarded,
    meet,
    publishable,
    rounded,
    total_of,
)
from tests.support.facts_support import day


@given(st.integers(0, 10_000))
def test_every_count_is_a_multiple_of_five_and_near(count: int) -> None:
    assert rounded(count) % 5 == 0
    assert abs(rounded(count) - count) <= 2
    assert allowed(rounded(count)).least <= count <= allowed(rounded(count)).most


def test_a_count_may_stand_for_three_numbers_at_least() -> None:
    for count in range(20):
        assert sum(rounded(other) == rounded(count) for other in range(30)) >= SPREAD


def _possible(tables: dict[str, list[int]]) -> dict[str, list[set[int]]]:
    """What every true count may be, by trying all: slow and surely right."""
    choices = {
        name: list(
            product(*(range(allowed(count).least, allowed(count).most + 1) for count in shown))
        )
        for name, shown in tables.items()
    }
    totals = set.intersection(*({sum(c) for c in found} for found in choices.values()))
    return {
        name: [{c[place] for c in found if sum(c) in totals} for place in range(len(tables[name]))]
        for name, found in choices.items()
    }


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=3), min_size=1, max_size=3))
def test_what_can_be_deduced_is_what_trying_all_finds(counts: list[list[int]]) -> None:
    total = max(sum(each) for each in counts)
    tables = {
        str(number): [rounded(count) for count in [*each, total - sum(each)]]
        for number, each in enumerate(counts)
    }
    possible = _possible(tables)
    together = meet([total_of(shown) for shown in tables.values()])
    for name, shown in tables.items():
        for each, found in zip(deduced(shown, together), possible[name], strict=True):
            assert (each.least, each.most) == (min(found), max(found))


def test_a_table_that_gives_the_others_away_is_left_out() -> None:
    # Five counts of 2 are shown as 0: at most 10 in all. One count of 12 is shown as 10: at
    # least 8. Then each of the five would be 0, 1 or 2 only if the others are nearly all 2.
    assert guarded({"many": [0] * 4, "one": [10]}) == ["many"]
    assert guarded({"many": [0] * 40, "one": [10]}) == ["many", "one"]


@given(st.integers(0, 2**31))
def test_what_is_published_together_gives_nobody_away(seed: int) -> None:
    chance = random.Random(seed)
    people = [tuple(chance.randrange(4) for _ in range(3)) for _ in range(chance.randrange(40))]
    tables = {
        str(number): [
            rounded(sum(person[number] == value for person in people)) for value in range(4)
        ]
        for number in range(3)
    }
    kept = {name: tables[name] for name in guarded(tables)}
    for ranges in _possible(kept).values():
        assert all(len(found) >= SPREAD for found in ranges)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-11-30"), ("2024-07-01", "2025-06-30")],
)
def test_only_whole_years_that_are_over(first: str, last: str) -> None:
    with pytest.raises(BadRequest):
        publishable(Period(day(first), day(last)), day("2026-11-23"))
    assert publishable(Period(day("2025-01-01"), day("2025-12-31")), day("2026-11-23"))
