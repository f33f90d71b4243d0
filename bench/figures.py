"""How fast the figures are: five years of made-up contacts on SQLite, every page, every period.

    python -m bench.figures FOLDER [--contacts 100000] [--years 5]

FOLDER keeps the database, so that a second run only measures. Prints the slowest of five
readings for each page, and exits with 1 when one is over the limit.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click
from sqlalchemy import insert

from knowledge.vocabulary import PUBLICS, THEMES
from service.core import Core
from service.keys import Keys
from service.options import HouseOptions
from service.reporting.figures import PAGES
from service.reporting.period import Period, before, whole
from service.reporting.source import Asked
from service.reporting.tally import Filter
from service.statistics import Statistics
from store.database import Database
from store.migrate import upgrade
from store.models import ConversationFactRow, QuestionFactRow

LIMIT = 300.0  # milliseconds
TODAY = date(2026, 11, 23)
BATCH = 20_000
OUTCOMES = ("answered", "clarifying", "unanswered", "handover", "booking", "out_of_scope")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--contacts", default=100_000, help="A year.")
@click.option("--years", default=5)
def main(folder: Path, contacts: int, years: int) -> None:
    """Measure; exit 1 when a page is slower than the limit."""
    folder.mkdir(parents=True, exist_ok=True)
    slowest = asyncio.run(_run(folder / "figures.db", contacts, years))
    print(f"slowest page: {slowest:.0f} ms (limit {LIMIT:.0f} ms)")
    sys.exit(slowest > LIMIT)


async def _run(path: Path, contacts: int, years: int) -> float:
    fresh = not path.exists()
    database = Database(f"sqlite+aiosqlite:///{path}")
    await upgrade(database)
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=timezone.utc)
    keys = Keys.from_secret("for measuring only, nothing is kept")
    statistics = Statistics(Core(database, keys, HouseOptions(), lambda: now))
    if fresh:
        await _fill(database, contacts, years)
    began = time.perf_counter()
    counted = await statistics.refresh()
    print(f"counted {counted} months beforehand in {time.perf_counter() - began:.1f} s")
    slowest = max([await _page(statistics, *case) for case in _cases(years)])
    await database.close()
    return slowest


def _cases(years: int) -> Iterator[tuple[str, str, Asked]]:
    """Every page, over each period and with filters."""
    periods = {
        name: Asked(period := whole(name, TODAY).until(TODAY), before(period, name))
        for name in ("week", "month", "year")
    }
    last_month = whole("month", TODAY.replace(day=1) - timedelta(days=1))
    periods["last month"] = Asked(last_month, before(last_month, "month"))
    odd = Period(date(TODAY.year - 1, 2, 2), date(TODAY.year, 1, 30))  # two months cut on both ends
    periods["a year, cut"] = Asked(odd, before(odd, "days"))
    everything = Period(date(TODAY.year - years, TODAY.month, 24), TODAY)
    periods["all years"] = Asked(everything, before(everything, "days"))
    for label, asked in periods.items():
        for page in PAGES:
            yield label, page, asked
            for filter in (Filter(language="nl"), Filter(channel="web", theme="studies")):
                given = ",".join(filter.given().values())
                yield f"{label} [{given}]", page, Asked(asked.period, asked.before, filter)


async def _page(statistics: Statistics, label: str, page: str, asked: Asked) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        await statistics.figures(asked, PAGES[page])
        times.append((time.perf_counter() - began) * 1000)
    print(f"{label:32} {page:10} median {sorted(times)[2]:6.0f} ms  slowest {max(times):6.0f} ms")
    return max(times)


async def _fill(database: Database, contacts: int, years: int) -> None:
    talks: list[dict[str, Any]] = []
    questions: list[dict[str, Any]] = []
    for talk, asked in made_up(contacts, years):
        talks.append(talk)
        questions += asked
        if len(talks) >= BATCH:
            await _write(database, talks, questions)
            talks, questions = [], []
    await _write(database, talks, questions)


async def _write(
    database: Database, talks: list[dict[str, Any]], questions: list[dict[str, Any]]
) -> None:
    async with database.write() as session:
        if talks:
            await session.execute(insert(ConversationFactRow), talks)
        if questions:
            await session.execute(insert(QuestionFactRow), questions)


def made_up(
    contacts: int, years: int, today: date = TODAY
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Facts of conversations, always the same: more in the afternoon, fewer at week-ends."""
    chance = random.Random(8)
    days = 365 * years
    for number in range(contacts * years):
        day = today - timedelta(days=days - 1 - number * days // (contacts * years))
        if day.weekday() >= 5 and chance.random() < 0.6:
            day -= timedelta(days=2)
        yield _conversation(chance, day)


def _conversation(chance: random.Random, day: date) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    shared = {
        "day": day,
        "hour": min(23, max(0, int(chance.gauss(14, 4)))),
        "weekday": day.weekday(),
        "channel": _often(chance, ("web", "whatsapp", "messenger")),
        "language": _often(chance, ("fr", "nl")),
        "public": _often(chance, ("unknown", *PUBLICS)),
    }
    questions = [_question(chance, shared) for _ in range(chance.choice((1, 2, 3, 5, 6)))]
    answered = sum(question["outcome"] == "answered" for question in questions)
    human = chance.random() < 0.12
    talk = shared | {
        "theme": questions[-1]["theme"],
        "outcome": "human" if human else "answered" if answered else "unanswered",
        "questions": len(questions),
        "answered": answered,
        "handed_over": human or chance.random() < 0.03,
        "met_human": human,
        "booked": chance.random() < 0.05,
        "seconds_to_human": int(chance.expovariate(1 / 180)) if human else None,
        "seconds": int(chance.expovariate(1 / 300)),
    }
    return talk, questions


def _question(chance: random.Random, shared: dict[str, Any]) -> dict[str, Any]:
    theme = _often(chance, THEMES)
    outcome = _often(chance, OUTCOMES)
    article = f"{theme}/article-{int(chance.expovariate(0.1)) % 25}"
    return shared | {
        "act": "ask",
        "theme": theme,
        "article": article if outcome == "answered" else None,
        "outcome": outcome,
        "helpful": chance.choice((None, None, None, None, True, False)),
    }


def _often(chance: random.Random, values: tuple[str, ...]) -> str:
    """The first most often, each next one half as often."""
    return chance.choices(values, weights=[0.5**place for place in range(len(values))])[0]


if __name__ == "__main__":
    main()
