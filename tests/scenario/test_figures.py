"""Figures equal what is counted by hand, whichever way they are counted and written."""

from __future__ import annotations

import asyncio
import csv
import io
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from service.house import House
from service.reporting.cubes import ARTICLES, CONTACTS, HOURS, QUESTIONS
from service.reporting.figures import TABLES
from service.reporting.labels import Labels
from service.reporting.making import exact, public, written
from service.reporting.period import Period, before
from service.reporting.source import Asked
from service.reporting.tally import Filter, tally
from store.models import ConversationFactRow, QuestionFactRow
from tests.support.facts_support import by_hand, day, keep, made_up_facts
from tests.support.house_support import make_house

ALL = Period(day("2025-09-10"), day("2026-11-22"))
PERIODS = {
    "whole months": Period(day("2025-11-01"), day("2026-02-28")),
    "cut on both ends": Period(day("2025-10-17"), day("2026-03-03")),
    "inside a month": Period(day("2026-01-05"), day("2026-01-20")),
    "a year": Period(day("2025-11-23"), day("2026-11-22")),
    "everything": Period(day("2025-01-01"), day("2026-12-31")),
}
Facts = tuple[House, list[ConversationFactRow], list[QuestionFactRow]]


@pytest.fixture(scope="module")
def traffic(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, list[ConversationFactRow], list[QuestionFactRow]]:
    """A database with facts, its finished months counted; each test works on a copy."""
    folder = tmp_path_factory.mktemp("traffic")
    talks, questions = made_up_facts(3, 700, ALL)

    async def fill() -> None:
        async with make_house(folder, started=False) as house:
            await keep(house.core, talks, questions)
            assert await house.statistics.refresh() == 14

    asyncio.run(fill())
    return folder, talks, questions


@pytest.fixture
async def facts(
    traffic: tuple[Path, list[ConversationFactRow], list[QuestionFactRow]], tmp_path: Path
) -> AsyncIterator[Facts]:
    folder, talks, questions = traffic
    shutil.copytree(folder, tmp_path / "house")
    async with make_house(tmp_path / "house", started=False) as house:
        yield house, talks, questions


@pytest.mark.parametrize("period", PERIODS.values(), ids=list(PERIODS))
@pytest.mark.parametrize(
    "filter", [Filter(), Filter(language="nl"), Filter(channel="web", theme="studies")]
)
async def test_counts_equal_hand_counts(facts: Facts, period: Period, filter: Filter) -> None:
    house, talks, questions = facts
    cases: list[tuple[Any, str, list[Any], tuple[str, ...]]] = [
        (CONTACTS, "contacts", talks, ("theme", "public")),
        (CONTACTS, "contacts", talks, ("outcome", "language", "channel")),
        (HOURS, "contacts", talks, ("weekday", "hour")),
        (QUESTIONS, "questions", questions, ("outcome", "theme")),
        (QUESTIONS, "questions", questions, ("helpful",)),
        (
            ARTICLES,
            "questions",
            [question for question in questions if question.article],
            ("article",),
        ),
    ]
    async with house.core.read() as session:
        for cube, measure, rows, by in cases:
            counted = await tally(session, cube, period, filter, by)
            assert counted.fold(by, measure) == by_hand(rows, period, *by, **filter.given())


async def test_a_change_in_a_counted_month_is_seen_at_once(facts: Facts) -> None:
    house, talks, questions = facts
    period = PERIODS["whole months"]
    late = next(q for q in questions if q.day in _days(period) and q.helpful is None)
    unhelpful = by_hand(questions, period, helpful=False)[()]
    async with house.core.write() as session:
        row = await session.get(QuestionFactRow, late.id)
        assert row is not None
        row.helpful = False
        session.add(made_up_facts(9, 1, Period(period.first, period.first))[0][0])
    assert len(await house.statistics.aggregates.missing()) == 2 - (
        late.day.replace(day=1) == period.first
    )
    for _ in range(2):  # counted from the facts, then beforehand again
        figures = await house.statistics.figures(_asked(period), ["satisfaction", "summary"])
        assert figures.tables["satisfaction"].number("total", "unhelpful") == unhelpful + 1
        contacts = by_hand(talks, period)[()] + 1
        assert figures.tables["summary"].number("contacts", "now") == contacts
        await house.statistics.refresh()
    assert not await house.statistics.aggregates.missing()


async def test_only_finished_months_are_counted_beforehand(facts: Facts) -> None:
    house, _, _ = facts
    async with house.core.write() as session:
        session.add(made_up_facts(5, 1, Period(day("2026-11-23"), day("2026-11-23")))[0][0])
    assert await house.statistics.aggregates.missing() == ()


async def test_the_tables_equal_hand_counts(facts: Facts) -> None:
    house, talks, questions = facts
    period = PERIODS["a year"]
    then = before(period, "days")
    tables = (await house.statistics.figures(Asked(period, then), TABLES)).tables
    everybody = by_hand(talks, period)[()]
    assert tables["summary"].number("contacts", "now") == everybody
    assert tables["summary"].number("contacts", "before") == by_hand(talks, then)[()]
    assert tables["timeline"].rows_are == "month"
    assert sum(n or 0 for n in tables["timeline"].column("contacts")) == everybody
    assert tables["funnel"].number("booked", "contacts") == by_hand(talks, period, booked=True)[()]
    served = [talk for talk in talks if talk.answered]
    assert tables["funnel"].number("served", "contacts") == by_hand(served, period)[()]
    assert tables["hours"].number("total", "total") == everybody
    cell = by_hand(talks, period, theme="studies", public="adults")[()]
    assert tables["themes_publics"].number("studies", "adults") == cell
    unsaid = by_hand(talks, period, theme=None)[()]
    assert tables["themes_publics"].number("unknown", "total") == unsaid
    assert (
        tables["outcomes"].number("unanswered", "questions")
        == (by_hand(questions, period, outcome="unanswered")[()])
    )
    waited = sorted(
        talk.seconds_to_human
        for talk in talks
        if talk.seconds_to_human is not None and talk.day in _days(period)
    )
    assert tables["waits"].number("total", "met_human") == len(waited)
    assert tables["waits"].number("total", "waited_median") == waited[(len(waited) + 1) // 2 - 1]
    helpful = by_hand(questions, period, helpful=True)[()]
    assert tables["satisfaction"].number("total", "helpful") == helpful


@pytest.mark.parametrize("language", ["fr", "nl"])
async def test_the_report_says_what_the_desk_says(facts: Facts, language: str) -> None:
    house, _, _ = facts
    period = PERIODS["a year"]
    labels = Labels(language)
    desk = (await house.statistics.figures(Asked(period, before(period, "days")), TABLES)).tables
    report = await exact(house.statistics, period, language, {})

    rows = csv.reader(io.StringIO(written(report, "csv").decode("utf-8-sig")))
    next(rows)
    listed = {tuple(row[:3]): row[3] for row in rows}
    for table in desk.values():
        for row, column, number, _kind in table.cells():
            place = labels.title(table), labels.head(row.head), labels.head(column.head)
            assert listed[place] == ("" if number is None else _plain(number))

    book = openpyxl.load_workbook(io.BytesIO(written(report, "xlsx")))
    for sheet, table in zip(book.worksheets[1:], report.tables(), strict=True):
        found = [cell.value for line in sheet.iter_rows(4) for cell in line[1:]]
        counts = [number for _, _, number, kind in table.cells() if kind == "count"]
        assert [n for n in counts if n is not None and n not in found] == []

    page = written(report, "html").decode()
    for table in desk.values():
        for row, _column, number, kind in table.cells():
            assert (
                labels.number(number, row.kind if kind == row.kind and row.kind else kind) in page
            )
    assert "style=" not in page and page.count("data:image/svg+xml") >= 10


async def test_the_published_tables_hold_no_exact_count(facts: Facts) -> None:
    house, talks, _ = facts
    year = Period(day("2025-01-01"), day("2025-12-31"))
    report = await public(house.statistics, year, "fr", {})
    assert {table.key for table in report.tables()} == {
        "months",
        "themes_publics",
        "languages",
        "channels",
        "results",
    }
    for table in report.tables():
        numbers = [number for _, _, number, _ in table.cells()]
        assert all(isinstance(number, int) and number % 5 == 0 for number in numbers)
    months = next(table for table in report.tables() if table.key == "months")
    assert months.number("total", "contacts") == sum(n or 0 for n in months.column("contacts"))
    true = by_hand(talks, year)[()]
    assert abs((months.number("total", "contacts") or 0) - true) <= 2 * 12


async def test_what_visitors_do_is_what_the_figures_say(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        said = (("fr", "where to study", "xyzzy"), ("fr", "person"), ("nl", "hello"), ("fr",))
        for language, *texts in said:
            started = await house.visitors.start(language)  # type: ignore[arg-type]
            for text in texts:
                await house.visitors.say(started.id, text=text)
        today = Period(house.statistics.today(), house.statistics.today())
        tables = (await house.statistics.figures(_asked(today), TABLES)).tables
        assert tables["summary"].number("contacts", "now") == 3  # one never wrote
        assert tables["summary"].number("questions", "now") == 4
        assert tables["languages"].number("nl", "contacts") == 1
        assert tables["funnel"].number("handed_over", "contacts") == 1
        assert tables["outcomes"].number("unanswered", "questions") == 1
        assert tables["hours"].number(0, 10) == 3  # a Monday at ten


def _asked(period: Period) -> Asked:
    return Asked(period, before(period, "days"))


def _days(period: Period) -> set[Any]:
    return {
        period.first.fromordinal(n)
        for n in range(period.first.toordinal(), period.last.toordinal() + 1)
    }


def _plain(number: float) -> str:
    return f"{number:.4f}" if isinstance(number, float) else str(number)
