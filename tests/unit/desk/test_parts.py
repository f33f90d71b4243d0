"""Small parts: ages, days, filters, forms, clients, addresses."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import cast

import pytest
from aiohttp import web
from multidict import CIMultiDict, MultiDict, MultiDictProxy

from desk import moments
from desk.board import Filters
from desk.clients import Clients
from desk.errors import BadForm
from desk.forms import Form
from desk.pages.help import fill
from desk.templating import age_of
from service.views import Counsellor, QueueEntry

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def entry(**changes: object) -> QueueEntry:
    """Somebody who waits."""
    values: dict[str, object] = {
        "conversation_id": "c",
        "waiting_since": NOW,
        "language": "fr",
        "theme": "studies",
        "public": None,
        "channel": "web",
        "reason": "asked",
        "urgent": False,
        "summary": "",
    }
    return QueueEntry(**{**values, **changes})  # type: ignore[arg-type]


def me(**changes: object) -> Counsellor:
    """A counsellor who speaks Dutch and knows about work."""
    values: dict[str, object] = {
        "id": 1,
        "name": "B",
        "login": "b",
        "role": "counsellor",
        "languages": ("nl",),
        "themes": ("employment",),
        "team": None,
        "interface_language": "nl",
        "has_totp": False,
        "active": True,
        "cap": 4,
    }
    return Counsellor(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 min"),
        (0.9, "0 min"),
        (59, "59 min"),
        (65, "1 h 05"),
        (1500, "1 × 24 h"),
        (-3, "0 min"),
    ],
)
def test_ages(minutes: float, text: str) -> None:
    assert age_of(NOW - timedelta(minutes=minutes), NOW) == text


def test_days_and_hours_are_those_of_brussels() -> None:
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=timezone.utc)
    assert moments.clock(summer, "fr") == "00:30"
    assert moments.day(summer, "fr") == "jeudi 2 juillet"
    assert moments.day(date(2026, 12, 1), "fr") == "mardi 1er décembre"
    assert moments.day(date(2026, 12, 1), "nl") == "dinsdag 1 december"
    assert moments.weekday(0, "nl") == "maandag"


@pytest.mark.parametrize(
    ("filters", "changes", "shown"),
    [
        (Filters(), {}, True),
        (Filters(my_languages=True), {}, False),
        (Filters(my_languages=True), {"language": "nl"}, True),
        (Filters(my_languages=True), {"language": None}, True),
        (Filters(my_themes=True), {}, False),
        (Filters(my_themes=True), {"theme": None}, True),
        (Filters(channel="whatsapp"), {}, False),
        (Filters(True, True, "whatsapp"), {"urgent": True}, True),
        (Filters(True, True, "whatsapp"), {"for_counsellor": 1}, True),
    ],
)
def test_filters(filters: Filters, changes: dict[str, object], shown: bool) -> None:
    assert filters.pass_through(entry(**changes), me()) is shown


def form(**fields: str) -> Form:
    """A posted form."""
    posted: MultiDict[str | bytes | bytearray | web.FileField] = MultiDict(fields)
    return Form(MultiDictProxy(posted))


def test_a_form_names_the_field_that_is_wrong() -> None:
    good = form(day="2026-12-01", starts="09:30", n="3", text=" a\r\nb ")
    assert good.day("day") == date(2026, 12, 1)
    assert good.clock("starts").isoformat() == "09:30:00"
    assert (good.number("n"), good.text("text")) == (3, "a\nb")
    for wrong in (
        lambda: form(day="soon").day("day"),
        lambda: form().needed("day"),
        lambda: form(day="x").number("day"),
        lambda: form(day="x").one_of("day", ("a",)),
        lambda: form(day="x").some_of("day", ("a",)),
    ):
        with pytest.raises(BadForm) as caught:
            wrong()
        assert caught.value.field == "day"


def test_canned_replies_keep_marks_that_nobody_knows() -> None:
    assert fill("{counsellor} {x}", {"counsellor": "Amina"}) == "Amina {x}"


def request(remote: str, *forwarded: str) -> web.Request:
    """As much of a request as an address needs."""
    headers = CIMultiDict([("X-Forwarded-For", value) for value in forwarded])
    return cast(web.Request, SimpleNamespace(remote=remote, headers=headers))


def test_clients_are_told_apart_by_prefix_and_only_by_what_is_believed() -> None:
    clients = Clients(("10.0.0.0/8",), lambda: NOW)
    name = clients.name(request("192.0.2.1"))
    assert "192" not in name
    assert clients.name(request("192.0.2.77")) == name  # the same street
    assert clients.name(request("198.51.100.1")) != name
    # A stranger cannot choose a name, a proxy of ours can tell one.
    assert clients.name(request("192.0.2.1", "198.51.100.1")) == name
    assert clients.name(request("10.1.1.1", "203.0.113.9, 192.0.2.5")) == name
    assert clients.name(request("10.1.1.1", "made up")) == clients.name(request("", "x"))


def test_the_name_of_a_client_changes_every_day() -> None:
    today = [NOW]
    clients = Clients((), lambda: today[0])
    before = clients.name(request("192.0.2.1"))
    today[0] += timedelta(days=1)
    assert clients.name(request("192.0.2.1")) != before
