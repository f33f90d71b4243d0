"""Throttles: a few mistakes are free, then one waits; nobody waits for another."""

from __future__ import annotations

from datetime import timedelta

from service.throttle import CodeThrottle, Throttle
from tests.support.house_support import HandClock


def test_waiting_ends_by_itself() -> None:
    clock = HandClock()
    throttle = Throttle(clock, 3, timedelta(minutes=10))
    for _ in range(3):
        assert throttle.wait("a") == 0
        throttle.fail("a")
        clock.forward(minutes=1)
    assert throttle.wait("a") == 7 * 60
    assert throttle.wait("b") == 0
    clock.forward(minutes=7)
    assert throttle.wait("a") == 0


def test_being_right_forgives() -> None:
    throttle = Throttle(HandClock(), 1, timedelta(minutes=1))
    throttle.fail("a")
    throttle.clear("a")
    assert throttle.wait("a") == 0


def test_a_whole_botnet_is_slowed_down() -> None:
    clock = HandClock()
    throttle = CodeThrottle(clock)
    for number in range(1000):
        throttle.wrong(f"client {number}")
    assert throttle.wait("a new one") > 0
    clock.forward(hours=1, seconds=1)
    assert throttle.wait("a new one") == 0
