"""Limits: burst, refill, and many people behind one address."""

from __future__ import annotations

import pytest

from channels.web import limits as limits_module
from channels.web.limits import Buckets, Limits
from service.errors import Throttled


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_the_rate() -> None:
    clock = Clock()
    buckets = Buckets(3, 0.5, clock)
    for _ in range(3):
        buckets.take("a")
    with pytest.raises(Throttled) as refused:
        buckets.take("a")
    assert refused.value.retry_after == pytest.approx(2.0)
    buckets.take("b")
    clock.now = 2.0
    buckets.take("a")
    with pytest.raises(Throttled):
        buckets.take("a")


def test_being_refused_costs_nothing() -> None:
    clock = Clock()
    buckets = Buckets(1, 1.0, clock)
    buckets.take("a")
    for _ in range(50):
        with pytest.raises(Throttled):
            buckets.take("a")
    clock.now = 1.0
    buckets.take("a")


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "MOST_BUCKETS", 10)
    clock = Clock()
    buckets = Buckets(2, 1.0, clock)
    for number in range(25):
        buckets.take(str(number))
    assert len(buckets._levels) <= 11


def test_a_class_of_thirty_behind_one_address_is_not_slowed_down() -> None:
    clock, limits = Clock(), Limits()
    for bucket in (limits.starts, limits.messages_here, limits.reading):
        bucket.clock = clock
    for _ in range(30):
        limits.starts.take("school")
    for _second in range(600):  # everybody writes every five seconds for ten minutes
        clock.now += 1
        for _ in range(6):
            limits.messages_here.take("school")
            limits.reading.take("school")
