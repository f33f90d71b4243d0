"""Free times over the changes of the clock, and what stands in their way."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.options import BRUSSELS
from service.slots import Away, Offer, free_times, parse_slot_id, slot_id, to_utc


def offer(weekday: int, starts: time, ends: time, length: int = 45, pause: int = 15) -> Offer:
    """A weekly time of counsellor 1."""
    return Offer(
        1,
        "abc234",
        weekday,
        starts,
        ends,
        timedelta(minutes=length),
        timedelta(minutes=pause),
        "centre",
        ("fr",),
        (),
    )


def local_starts(made: Offer, first: date, last: date) -> list[str]:
    begin = datetime.combine(first, time.min, BRUSSELS)
    end = datetime.combine(last, time.max, BRUSSELS)
    times = free_times([made], [], [], {}, begin, end)
    return [f"{t.starts_at.astimezone(BRUSSELS):%d/%m %H:%M%z}" for t in times]


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [(date(2026, 10, 19), "+0200", "+0100"), (date(2027, 3, 22), "+0100", "+0200")],
)
def test_wall_time_stays_over_the_change_of_clocks(first: date, before: str, after: str) -> None:
    starts = local_starts(offer(0, time(14), time(15)), first, first + timedelta(days=7))
    assert [start[6:] for start in starts] == [f"14:00{before}", f"14:00{after}"]


def test_a_wall_time_that_is_skipped_is_not_offered() -> None:
    sunday = date(2027, 3, 28)  # 02:00 becomes 03:00
    starts = local_starts(offer(6, time(1, 30), time(4), 30, 0), sunday, sunday)
    assert [start[6:11] for start in starts] == ["01:30", "03:00", "03:30"]


def test_a_wall_time_that_comes_twice_is_offered_once() -> None:
    sunday = date(2026, 10, 25)  # 03:00 becomes 02:00
    starts = local_starts(offer(6, time(2), time(3), 30, 0), sunday, sunday)
    assert starts == ["25/10 02:00+0200", "25/10 02:30+0200"]


def test_parts_of_a_day_away() -> None:
    monday = date(2026, 11, 23)
    made = offer(0, time(9), time(12))
    begin = datetime.combine(monday, time.min, BRUSSELS)
    aways = [Away(1, monday, time(9, 30), time(10))]
    found = list(free_times([made], aways, [], {}, begin, begin + timedelta(days=1)))
    assert [f.starts_at.astimezone(BRUSSELS).hour for f in found] == [10, 11]


@given(
    st.integers(0, 6),
    st.integers(0, 22 * 4),
    st.integers(1, 6),
    st.integers(5, 120),
    st.integers(0, 60),
    st.dates(date(2026, 1, 1), date(2028, 12, 1)),
)
def test_slots_fit_their_weekly_time_and_never_overlap(
    weekday: int, quarter: int, hours: int, length: int, pause: int, first: date
) -> None:
    starts = time(quarter // 4, quarter % 4 * 15)
    ends = time(min(23, starts.hour + hours), starts.minute)
    made = offer(weekday, starts, ends, length, pause)
    begin = datetime.combine(first, time.min, BRUSSELS)
    found = sorted(
        free_times([made], [], [], {}, begin, begin + timedelta(days=21)),
        key=lambda free: free.starts_at,
    )
    for free in found:
        local = free.starts_at.astimezone(BRUSSELS)
        assert local.weekday() == weekday
        assert starts <= local.time() <= ends
        assert free.ends_at - free.starts_at == timedelta(minutes=length)
        assert parse_slot_id(free.id) == ("abc234", free.starts_at)
    if length + pause >= 60:  # shorter ones may meet in the hour that comes twice
        for one, two in pairwise(found):
            assert one.ends_at <= two.starts_at


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))
def test_every_moment_has_a_slot_id(moment: datetime) -> None:
    aware = moment.replace(second=0, microsecond=0, tzinfo=timezone.utc)
    assert parse_slot_id(slot_id("k2", aware)) == ("k2", aware)


@pytest.mark.parametrize("bad", ["", "x", "20261301T0900Z-k", "-", "2026-11-23"])
def test_what_is_no_slot_id(bad: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_slot_id(bad)


def test_to_utc() -> None:
    assert to_utc(date(2026, 7, 1), time(14)) == datetime(2026, 7, 1, 12, tzinfo=timezone.utc)
    assert to_utc(date(2027, 3, 28), time(2, 30)) is None
