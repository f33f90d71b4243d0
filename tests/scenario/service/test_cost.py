"""What a turn costs, counted instead of timed; what is kept in memory is never old."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from store.models import AggregateMonthRow, MessageRow
from store.models.aggregates import month_of
from tests.support.counting import statements
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import MONDAY, make_counsellor, make_house

MOST = 14  # one more is one more trip to the database, in every turn


async def test_a_turn_sends_few_statements_however_long_the_conversation(
    database_url: str,
) -> None:
    async with make_house(url=database_url) as house:
        await make_counsellor(house)
        started = await house.visitors.start("fr")
        for number in range(30):
            with statements(house) as sent:
                await house.visitors.authenticate(started.id, started.token)
                await house.visitors.say(started.id, text=f"question {number}")
            if number in (3, 29):
                assert len(sent) <= MOST, "\n".join(sent)
        async with house.core.read() as session:
            assert await session.scalar(select(func.count()).select_from(MessageRow)) == 61


async def test_what_the_desk_changes_counts_from_the_next_turn_on(tmp_path: Path) -> None:
    """The clock stands still: only the events of the changes can tell."""
    engine = FakeEngine()
    async with make_house(tmp_path, engine) as house:
        amina = await make_counsellor(house)
        started = await house.visitors.start("fr")

        async def seen() -> tuple[bool, int, int]:
            await house.visitors.say(started.id, text="bonjour")
            snapshot = engine.seen[-1].snapshot
            return snapshot.desk_open, snapshot.counsellors_present, snapshot.retention_days

        assert await seen() == (True, 1, 30)
        await house.settings.change(amina.id, retention_days=7)
        assert await seen() == (True, 1, 7)
        await house.agenda.add_closing_day(amina.id, MONDAY.date(), "Fermé", "Gesloten")
        assert await seen() == (False, 1, 7)
        await house.agenda.remove_closing_day(amina.id, MONDAY.date())
        await house.presence.set(amina.id, "away")
        assert await seen() == (True, 0, 7)


async def test_a_counted_month_is_taken_away_by_every_turn(tmp_path: Path) -> None:
    """Once in a transaction is enough, but in each one."""
    async with make_house(tmp_path) as house:
        started = await house.visitors.start("fr")
        for number in range(3):
            async with house.core.write() as session:
                session.add(AggregateMonthRow(month=month_of(MONDAY.date())))
            await house.visitors.say(started.id, text=f"question {number}")
            async with house.core.read() as session:
                assert (await session.scalars(select(AggregateMonthRow))).all() == []
