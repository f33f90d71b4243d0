"""The first tables: how many, how they went, compared with the period before."""

from __future__ import annotations

from datetime import date

from service.reporting.cubes import CONTACTS, QUESTIONS
from service.reporting.period import DAY, Period, shifted
from service.reporting.source import Source
from service.reporting.table import Column, Head, Kind, Number, Row, Table, change, share
from service.reporting.tally import Tally
from service.reporting.waiting import Waits

NOW, BEFORE, CHANGE = "now", "before", "change"
MOST_DAYS = 62
"""A longer period is told by months."""
_COMPARED = (
    Column(Head("column", NOW)),
    Column(Head("column", BEFORE)),
    Column(Head("column", CHANGE), "change"),
)
ANSWERABLE = ("answered", "clarifying", "unanswered")


async def summary(source: Source) -> Table:
    """The most important figures, now and before."""
    now = _main_figures(
        await source.now(CONTACTS, ()),
        await source.now(QUESTIONS, ("outcome",)),
        await source.waited(),
    )
    then = _main_figures(
        await source.then(CONTACTS, ()),
        await source.then(QUESTIONS, ("outcome",)),
        await source.waited(then=True),
    )
    rows = tuple(
        Row(Head("measure", name), (number, then[name][0], change(number, then[name][0])), kind)
        for name, (number, kind) in now.items()
    )
    return Table("summary", "measure", _COMPARED, rows)


def _main_figures(
    contacts: Tally, questions: Tally, waited: Waits
) -> dict[str, tuple[Number, Kind]]:
    outcomes = questions.by("outcome", "questions")
    answerable = sum(outcomes.get(outcome, 0) for outcome in ANSWERABLE)
    helpful, unhelpful = questions.total("helpful"), questions.total("unhelpful")
    return {
        "contacts": (contacts.total("contacts"), "count"),
        "questions": (questions.total("questions"), "count"),
        "answered_share": (share(outcomes.get("answered", 0), answerable), "share"),
        "helpful_share": (share(helpful, helpful + unhelpful), "share"),
        "handed_over": (contacts.total("handed_over"), "count"),
        "met_human": (contacts.total("met_human"), "count"),
        "booked": (contacts.total("booked"), "count"),
        "waited_median": (waited.all.median, "seconds"),
    }


async def timeline(source: Source) -> Table:
    """Contacts by day, or by month when the period is long, beside those of the period before."""
    by = "day" if source.asked.period.days <= MOST_DAYS else "month"
    now = (await source.now(CONTACTS, (by,))).by(by, "contacts")
    then = (await source.then(CONTACTS, (by,))).by(by, "contacts")
    asked = (await source.now(CONTACTS, (by,))).by(by, "questions")
    moments = _moments(source.asked.period, by)
    earlier: list[date | None] = [*_moments(source.asked.before, by)]
    earlier += [None] * len(moments)
    rows = tuple(
        Row(
            Head(by, moment),
            (
                now.get(moment, 0),
                asked.get(moment, 0),
                None if before is None else then.get(before, 0),
            ),
        )
        for moment, before in zip(moments, earlier, strict=False)
    )
    columns = (
        Column(Head("measure", "contacts")),
        Column(Head("measure", "questions")),
        Column(Head("column", BEFORE)),
    )
    return Table("timeline", by, columns, rows)


def _moments(period: Period, by: str) -> list[date]:
    if by == "day":
        return [period.first + number * DAY for number in range(period.days)]
    months, month = [], period.first.replace(day=1)
    while month <= period.last:
        months.append(month)
        month = shifted(month, 1)
    return months


async def funnel(source: Source) -> Table:
    """From the first message to an answer or a person."""
    contacts = await source.now(CONTACTS, ())
    everybody = contacts.total("contacts")
    steps = ("contacts", "asked", "served", "handed_over", "met_human", "booked")
    rows = tuple(
        Row(Head("step", step), (contacts.total(step), share(contacts.total(step), everybody)))
        for step in steps
    )
    columns = (Column(Head("measure", "contacts")), Column(Head("column", "share"), "share"))
    return Table("funnel", "step", columns, rows)
