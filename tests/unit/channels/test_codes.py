"""What error codes mean, as Meta documents them."""

from __future__ import annotations

import pytest

from channels.errors import GraphError
from channels.graph.codes import Verdict, as_outbox_error, verdict
from service.outbox import ChannelDown, SendLater, SendRefused

LATER = [4, 80007, 130429, 131056, 131016, 131000, 133016]
CHANNEL_DOWN = [0, 3, 10, 190, 200, 250, 299, 368, 131031, 131048]


@pytest.mark.parametrize("code", LATER)
def test_passing_errors_are_tried_again(code: int) -> None:
    assert isinstance(as_outbox_error(GraphError(400, code), 1), SendLater)


@pytest.mark.parametrize("code", CHANNEL_DOWN)
def test_errors_of_the_account_stop_the_channel(code: int) -> None:
    assert isinstance(as_outbox_error(GraphError(400, code), 1), ChannelDown)


@pytest.mark.parametrize(
    ("code", "subcode", "reason"),
    [
        (131047, None, "window_closed"),
        (10, 2018278, "window_closed"),
        (131026, None, "undeliverable"),
        (131030, None, "undeliverable"),
        (130472, None, "undeliverable"),
        (551, None, "undeliverable"),
        (200, 1545041, "undeliverable"),
        (131008, None, "bad_request"),
        (131009, None, "bad_request"),
        (100, None, "bad_request"),
        (999999, None, "bad_request"),
    ],
)
def test_others_end_the_message_with_a_reason(code: int, subcode: int | None, reason: str) -> None:
    error = as_outbox_error(GraphError(400, code, subcode), 1)
    assert isinstance(error, SendRefused)
    assert error.code == reason


def test_the_platform_s_own_wait_comes_first() -> None:
    error = as_outbox_error(GraphError(429, 130429, retry_after=7.0), 1)
    assert isinstance(error, SendLater)
    assert error.after == 7.0


def test_the_rate_to_one_person_backs_off_by_powers_of_four() -> None:
    waits = [as_outbox_error(GraphError(400, 131056), tries) for tries in (1, 2, 3, 9)]
    assert [getattr(error, "after", None) for error in waits] == [4.0, 16.0, 64.0, 600.0]


def test_without_a_code_the_status_decides() -> None:
    assert verdict(429, None) is Verdict.LATER
    assert verdict(503, None) is Verdict.LATER
    assert verdict(401, None) is Verdict.CHANNEL_DOWN
    assert verdict(404, None) is Verdict.OUR_MISTAKE
