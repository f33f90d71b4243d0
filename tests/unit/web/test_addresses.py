"""Who calls: behind proxies, by prefix, forgotten every day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from channels.web.addresses import Callers, prefix_of


def request(remote: str, *forwarded: str) -> Any:
    headers = [("X-Forwarded-For", value) for value in forwarded]
    made = make_mocked_request("GET", "/", headers=dict(headers))
    return made.clone(remote=remote)


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "expected"),
    [
        ("203.0.113.7", [], [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], [], "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1"], ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.1"], ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.1, 10.0.0.2"], ["10.0.0.0/8"], "198.51.100.1"),
        ("10.0.0.1", ["nonsense"], ["10.0.0.0/8"], "10.0.0.1"),
        ("10.0.0.1", [], ["10.0.0.0/8"], "10.0.0.1"),
    ],
)
def test_only_trusted_proxies_are_believed(
    remote: str, forwarded: list[str], trusted: list[str], expected: str
) -> None:
    assert str(Callers(trusted).address(request(remote, *forwarded))) == expected


def test_a_prefix_is_one_caller() -> None:
    callers = Callers()
    same = callers.key(request("203.0.113.7"))
    assert callers.key(request("203.0.113.250")) == same
    assert callers.key(request("203.0.114.7")) != same
    assert callers.key(request("2001:db8::1")) == callers.key(request("2001:db8:0:ff::9"))
    assert "203" not in same.replace(same[3:], "")


def test_an_address_in_both_families_is_one() -> None:
    from ipaddress import ip_address

    assert prefix_of(ip_address("::ffff:203.0.113.7")) == prefix_of(ip_address("203.0.113.9"))


def test_the_salt_is_new_every_day() -> None:
    callers = Callers()
    today = callers.key(request("203.0.113.7"))
    callers._day = date(2000, 1, 1)
    assert callers.key(request("203.0.113.7")) != today
