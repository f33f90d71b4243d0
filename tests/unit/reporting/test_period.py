"""Periods and what they are compared with."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reporting.period import Kind, Period, before, kind_of_period, month_period, whole
from service.reporting.tally import uncovered
from tests.support.facts_support import day


@pytest.mark.parametrize(
    ("kind", "first", "last", "expected"),
    [
        ("week", "2026-11-23", "2026-11-29", ("2026-11-16", "2026-11-22")),
        ("week", "2026-11-23", "2026-11-24", ("2026-11-16", "2026-11-17")),
        ("month", "2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("month", "2026-02-01", "2026-02-28", ("2026-01-01", "2026-01-31")),
        ("month", "2026-11-01", "2026-11-23", ("2026-10-01", "2026-10-23")),
        ("year", "2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("year", "2024-01-01", "2024-02-29", ("2023-01-01", "2023-02-28")),
        ("days", "2026-11-10", "2026-11-19", ("2026-10-31", "2026-11-09")),
    ],
)
def test_the_period_before(kind: Kind, first: str, last: str, expected: tuple[str, str]) -> None:
    assert before(Period(day(first), day(last)), kind) == Period(*map(day, expected))


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        ("2026-11-23", "2026-11-29", "week"),
        ("2026-11-01", "2026-11-30", "month"),
        ("2026-11-01", "2026-11-07", "month"),
        ("2026-01-01", "2026-10-31", "year"),
        ("2026-01-01", "2026-12-31", "year"),
        ("2025-03-05", "2026-10-31", "days"),
    ],
)
def test_what_a_period_is(first: str, last: str, kind: Kind) -> None:
    assert kind_of_period(Period(day(first), day(last))) == kind


def test_a_week_begins_on_monday() -> None:
    assert whole("week", day("2026-11-29")) == Period(day("2026-11-23"), day("2026-11-29"))


_DAYS = st.dates(day("2024-01-01"), day("2026-12-31"))


@given(_DAYS, _DAYS, st.sets(st.integers(0, 35)))
def test_spans_and_counted_months_cover_each_day_once(a, b, numbers) -> None:  # type: ignore[no-untyped-def]
    period = Period(min(a, b), max(a, b))
    inside = [
        month
        for month in period.months()
        if period.first <= month and month_period(month).last <= period.last
    ]
    counted = [month for place, month in enumerate(inside) if place in numbers]
    days = [month_period(month) for month in counted] + uncovered(period, counted)
    assert sum(span.days for span in days) == period.days
    ordered = sorted(days, key=lambda span: span.first)
    assert ordered[0].first == period.first and ordered[-1].last == period.last
    assert all(one.last < two.first for one, two in pairwise(ordered))
