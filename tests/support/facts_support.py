"""Made-up facts, always the same for a seed, and counting them by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from service.core import Core
from service.reporting.period import Period
from store.models import ConversationFactRow, QuestionFactRow

THEMES = ("orientation", "studies", "training", "employment", None)
PUBLICS = ("adults", "students", "unknown", None)
OUTCOMES = ("answered", "clarifying", "unanswered", "handover")


def made_up_facts(
    seed: int, count: int, period: Period
) -> tuple[list[ConversationFactRow], list[QuestionFactRow]]:
    """Conversations spread over a period, with their questions."""
    chance = random.Random(seed)
    talks, questions = [], []
    for _ in range(count):
        day = period.first + timedelta(days=chance.randrange(period.days))
        shared: dict[str, Any] = {
            "day": day,
            "hour": chance.randrange(24),
            "weekday": day.weekday(),
            "channel": chance.choice(("web", "whatsapp", "messenger")),
        }
        asked = [_question(chance, shared) for _ in range(chance.randrange(4))]
        talks.append(_talk(chance, shared, asked))
        questions += asked
    return talks, questions


def _talk(
    chance: random.Random, shared: dict[str, Any], asked: list[QuestionFactRow]
) -> ConversationFactRow:
    human = chance.random() < 0.3
    return ConversationFactRow(
        **shared,
        language=chance.choice(("fr", "fr", "nl", None)),
        theme=chance.choice(THEMES),
        public=chance.choice(PUBLICS),
        outcome="human" if human else "answered",
        questions=len(asked),
        answered=sum(question.outcome == "answered" for question in asked),
        handed_over=human,
        met_human=human,
        booked=chance.random() < 0.2,
        seconds_to_human=chance.randrange(900) if human else None,
        seconds=chance.randrange(600),
    )


def _question(chance: random.Random, shared: dict[str, Any]) -> QuestionFactRow:
    outcome = chance.choice(OUTCOMES)
    theme = chance.choice(THEMES)
    article = f"{theme}/a{chance.randrange(3)}" if outcome == "answered" and theme else None
    return QuestionFactRow(
        **shared,
        language=chance.choice(("fr", "nl")),
        act="ask",
        theme=theme,
        public=chance.choice(("adults", "students", "unknown")),
        article=article,
        outcome=outcome,
        helpful=chance.choice((None, None, True, False)),
    )


async def keep(core: Core, *facts: Iterable[Any]) -> None:
    """Write facts as the house does: through the session."""
    async with core.write() as session:
        for rows in facts:
            session.add_all(rows)


def by_hand(rows: Iterable[Any], period: Period, *names: str, **equal: Any) -> Counter[Any]:
    """Count rows of a period by the values of some columns, one by one."""
    return Counter(
        tuple(getattr(row, name) for name in names)
        for row in rows
        if period.first <= row.day <= period.last
        and all(getattr(row, name) == value for name, value in equal.items())
    )


def day(text: str) -> date:
    """Short for tests."""
    return date.fromisoformat(text)
