"""The figures are counted alike on SQLite and PostgreSQL, while facts are being written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from service.house import House
from service.reporting.cubes import CONTACTS, QUESTIONS
from service.reporting.period import Period
from service.reporting.tally import Filter, tally
from store.models import QuestionFactRow
from tests.support.facts_support import by_hand, day, keep, made_up_facts
from tests.support.house_support import make_house

PERIOD = Period(day("2026-06-10"), day("2026-10-20"))


async def test_counted_beforehand_or_not(database_url: str) -> None:
    async with make_house(url=database_url, started=False) as house:
        talks, questions = made_up_facts(6, 150, PERIOD)
        await keep(house.core, talks, questions)
        assert await house.statistics.refresh() == 5
        await _equal(house, talks, questions)

        late = [question for question in questions if question.helpful is None][:20]
        for question in late:
            question.helpful = True

        async def judge(question: QuestionFactRow) -> None:
            async with house.core.write() as session:
                row = await session.get(QuestionFactRow, question.id)
                assert row is not None
                row.helpful = True

        await asyncio.gather(*(judge(question) for question in late))
        await _equal(house, talks, questions)
        assert await house.statistics.refresh() > 0
        await _equal(house, talks, questions)
        assert await house.statistics.aggregates.missing() == ()


async def _equal(house: House, talks: Sequence[Any], questions: Sequence[Any]) -> None:
    async with house.core.read() as session:
        contacts = await tally(session, CONTACTS, PERIOD, Filter(), ("theme", "month"))
        assert sum(contacts.by("month", "contacts").values()) == len(talks)
        assert contacts.by("theme", "contacts") == {
            key[0]: number for key, number in by_hand(talks, PERIOD, "theme").items()
        }
        judged = await tally(session, QUESTIONS, PERIOD, Filter(), ("outcome",))
        assert judged.total("helpful") == by_hand(questions, PERIOD, helpful=True)[()]
