"""Which articles answer most, and which subjects rise."""

from __future__ import annotations

from math import sqrt

from service.reporting.cubes import ARTICLES
from service.reporting.overview import BEFORE, CHANGE
from service.reporting.source import Source
from service.reporting.table import Column, Head, Row, Table, change, share

SHOWN = 20
LEAST = 5
"""A subject with fewer questions than this does not count as rising."""


async def articles(source: Source) -> Table:
    """The articles that answered most questions, and what visitors thought of them."""
    now = await source.now(ARTICLES, ("article",))
    then = (await source.then(ARTICLES, ("article",))).by("article", "questions")
    helpful, unhelpful = now.by("article", "helpful"), now.by("article", "unhelpful")
    rows = tuple(
        Row(
            Head("article", article),
            (
                number,
                then.get(article, 0),
                helpful[article],
                unhelpful[article],
                share(helpful[article], helpful[article] + unhelpful[article]),
            ),
        )
        for article, number in list(now.by("article", "questions").items())[:SHOWN]
    )
    columns = (
        Column(Head("measure", "questions")),
        Column(Head("column", BEFORE)),
        Column(Head("measure", "helpful")),
        Column(Head("measure", "unhelpful")),
        Column(Head("measure", "helpful_share"), "share"),
    )
    return Table("articles", "article", columns, rows)


async def rising(source: Source) -> Table:
    """Articles asked for clearly more often than before, the clearest first.

    How clearly is counted in standard deviations of a Poisson count around what the period
    before leads to expect for as many days.
    """
    now = (await source.now(ARTICLES, ("article",))).by("article", "questions")
    then = (await source.then(ARTICLES, ("article",))).by("article", "questions")
    ratio = source.asked.period.days / source.asked.before.days
    surprise = {
        article: (number - then.get(article, 0) * ratio)
        / sqrt(max(1.0, then.get(article, 0) * ratio))
        for article, number in now.items()
        if number >= LEAST
    }
    clearest = sorted(surprise, key=lambda article: (-surprise[article], article))
    rows = tuple(
        Row(
            Head("article", article),
            (now[article], then.get(article, 0), change(now[article], then.get(article, 0))),
        )
        for article in clearest[: SHOWN // 2]
        if surprise[article] >= 2
    )
    columns = (
        Column(Head("measure", "questions")),
        Column(Head("column", BEFORE)),
        Column(Head("column", CHANGE), "change"),
    )
    return Table("rising", "article", columns, rows)
