"""How well people were served."""

from __future__ import annotations

from service.reporting.audience import TOTAL, compared
from service.reporting.cubes import QUESTIONS
from service.reporting.source import Source
from service.reporting.table import Column, Head, Row, Table, share
from service.reporting.values import CHANNELS, in_order, merged
from service.reporting.waiting import NOBODY, Waiting


async def outcomes(source: Source) -> Table:
    """What became of the questions, compared."""
    now = (await source.now(QUESTIONS, ("outcome",))).by("outcome", "questions")
    then = (await source.then(QUESTIONS, ("outcome",))).by("outcome", "questions")
    return compared("outcomes", "outcome", now, then, "questions")


async def satisfaction(source: Source) -> Table:
    """Answers that visitors called helpful or not, by theme."""
    questions = await source.now(QUESTIONS, ("theme",))
    good = merged(questions.by("theme", "helpful"))
    bad = merged(questions.by("theme", "unhelpful"))
    rows = [
        _judged(Head("theme", theme), good.get(theme, 0), bad.get(theme, 0))
        for theme in in_order("theme", good)
    ]
    rows.append(_judged(TOTAL, sum(good.values()), sum(bad.values()), total=True))
    columns = (
        Column(Head("measure", "helpful")),
        Column(Head("measure", "unhelpful")),
        Column(Head("measure", "helpful_share"), "share"),
    )
    return Table("satisfaction", "theme", columns, tuple(rows))


def _judged(head: Head, helpful: int, unhelpful: int, total: bool = False) -> Row:
    return Row(head, (helpful, unhelpful, share(helpful, helpful + unhelpful)), total=total)


async def waits(source: Source) -> Table:
    """How long visitors waited for a person, by channel."""
    chosen = source.asked.filter.channel
    waited = await source.waited()
    rows = [
        _waited(Head("channel", channel), waited.by_channel.get(channel, NOBODY))
        for channel in CHANNELS
        if chosen in (None, channel)
    ]
    rows.append(_waited(TOTAL, waited.all, total=True))
    columns = (
        Column(Head("measure", "met_human")),
        Column(Head("measure", "waited_median"), "seconds"),
        Column(Head("measure", "waited_p90"), "seconds"),
    )
    return Table("waits", "channel", columns, tuple(rows))


def _waited(head: Head, waited: Waiting, total: bool = False) -> Row:
    return Row(head, (waited.count, waited.median, waited.p90), total=total)
