"""Sending when things go wrong: each failure by its meaning, and nothing twice but where the
report of the first was lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.standin.account import Platform
from channels.standin.faults import Fault
from store.models import OutboxRow
from tests.scenario.channels.platform_support import Stage, person_of, shown, stage

BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])


async def ask(on: Stage, *faults: Fault) -> None:
    """A question whose answer meets faults."""
    on.world.graph.faults.extend(faults)
    await on.world.write(person_of(on.world.account.platform), "Bonjour")
    await on.settle()


async def only_row(on: Stage) -> OutboxRow:
    """The only row of the outbox."""
    (row,) = await on.rows(OutboxRow)
    assert isinstance(row, OutboxRow)
    return row


@BOTH
@pytest.mark.parametrize(
    "fault", [Fault.TOO_FAST, Fault.PAIR_RATE, Fault.SERVER_ERROR], ids=lambda fault: fault.value
)
async def test_passing_refusals_are_tried_again(
    tmp_path: Path, platform: Platform, fault: Fault
) -> None:
    async with stage(tmp_path, platform) as on:
        await ask(on, fault, fault)
        assert on.sent == []
        assert (await only_row(on)).status == "pending"
        while not on.sent:
            on.clock.forward(minutes=2)
            await on.settle()
        await on.reported("read")
        on.clock.forward(minutes=10)
        await on.settle()
        assert len(on.sent) == 1


@BOTH
async def test_a_lost_answer_is_not_repeated_when_its_report_comes(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        await ask(on, Fault.BROKEN_GATEWAY)
        await on.reported("read")
        on.clock.forward(minutes=10)
        await on.settle()
        assert len(on.sent) == 1


@BOTH
async def test_only_without_any_report_a_second_delivery_follows(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform, reports=False) as on:
        await ask(on, Fault.BROKEN_GATEWAY)
        assert (await only_row(on)).status == "sending"
        on.clock.forward(seconds=60)
        await on.settle()
        assert len(on.sent) == 1  # it waits for the report first
        on.clock.forward(minutes=2)
        await on.settle()
        assert len(on.sent) == 2
        assert on.sent[0].opaque == on.sent[1].opaque


@BOTH
async def test_a_connection_that_is_cut_counts_as_perhaps_sent(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        await ask(on, Fault.CUT)
        assert on.sent == []
        on.clock.forward(minutes=3)
        await on.settle()
        assert len(on.sent) == 1


@BOTH
async def test_a_bad_token_stops_the_channel_and_the_desk_is_told(
    tmp_path: Path, platform: Platform
) -> None:
    async with stage(tmp_path, platform) as on:
        await ask(on, Fault.BAD_TOKEN)
        assert [alarm.name for alarm in on.house.alarms.present()] == [platform]
        on.clock.forward(minutes=6)
        await on.settle()
        assert len(on.sent) == 1
        assert on.house.alarms.present() == ()


async def test_a_send_that_failed_later_goes_once_more(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        await ask(on, Fault.LATER_FAILURE)
        failed = on.sent[0]
        await on.reported("pending")
        on.clock.forward(minutes=1)
        await on.settle()
        assert len(on.sent) == 2
        await on.reported("read")
        # Word of the first one comes again: nothing follows.
        await on.world.caller.call(on.world.whatsapp.status(failed, "failed", 131016))
        on.clock.forward(minutes=5)
        await on.settle()
        assert len(on.sent) == 2


async def test_late_word_of_an_older_failure_sends_nothing_again(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp", reports=False) as on:
        await ask(on)
        failed = on.world.whatsapp.status(on.sent[0], "failed", 131016)
        await on.world.caller.call(failed)
        on.clock.forward(minutes=1)
        await on.settle()
        assert len(on.sent) == 2
        await on.world.caller.call(failed)  # Meta repeats what it said of the first send
        assert (await only_row(on)).status == "sent"
        on.clock.forward(minutes=5)
        await on.settle()
        assert len(on.sent) == 2


async def test_statuses_never_move_backwards(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp", reports=False) as on:
        await ask(on)
        (sent,) = on.sent
        for name in ("read", "delivered", "sent", "failed", "read", "sent"):
            await on.world.caller.call(on.world.whatsapp.status(sent, name, 131026))
            assert (await only_row(on)).status == "read"


async def test_an_undeliverable_message_is_failed_with_its_reason(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp", reports=False) as on:
        await ask(on)
        await on.world.caller.call(on.world.whatsapp.status(on.sent[0], "failed", 131026))
        row = await only_row(on)
        assert (row.status, row.error) == ("failed", "undeliverable")


async def test_a_spam_limit_told_later_rings_the_alarm(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp", reports=False) as on:
        await ask(on)
        await on.world.caller.call(on.world.whatsapp.status(on.sent[0], "failed", 131048))
        assert [alarm.name for alarm in on.house.alarms.present()] == ["whatsapp"]


async def test_a_report_may_come_before_the_answer_to_the_request(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        await ask(on, Fault.BROKEN_GATEWAY)  # the statuses come, the answer never does
        await on.reported("read")


async def test_a_burst_to_one_person_is_slowed_down(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp", reports=False) as on:
        for number in range(8):
            await on.world.write(person_of("whatsapp"), f"q{number}")
        await on.settle()
        assert len(on.sent) == 5
        waiting = [row for row in await on.rows(OutboxRow) if row.status == "pending"]
        assert [row.error for row in waiting] == ["pair_rate", None, None]
        assert [shown(sent)[-2:] for sent in on.sent] == ["q0", "q1", "q2", "q3", "q4"]
