"""Appointments: a week, a day, one of them; confirm, move, cancel, mark, book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from aiohttp import web

from desk.forms import small_number
from desk.moments import local
from desk.pages.conversations import language_of
from desk.visit import Visit, signed_in
from knowledge.vocabulary import THEMES
from service.errors import NotFound
from service.types import Language
from service.views import DeskAppointment, Slot

_AT = "/appointments/{id:[0-9]{1,9}}"
_BOOK = "/conversations/{id:[0-9a-zA-Z_-]{1,64}}/book"


def routes() -> list[web.RouteDef]:
    """Pages and deeds."""
    return [
        web.get("/appointments", signed_in(calendar)),
        web.get(_AT, signed_in(show)),
        web.post(f"{_AT}/confirm", signed_in(confirm)),
        web.post(f"{_AT}/move", signed_in(move)),
        web.post(f"{_AT}/cancel", signed_in(cancel)),
        web.post(f"{_AT}/mark", signed_in(mark)),
        web.get(_BOOK, signed_in(choose)),
        web.post(_BOOK, signed_in(book)),
    ]


async def calendar(visit: Visit) -> web.Response:
    """``?day=2026-12-03&view=day|week&who=me|all|<id>``"""
    today = local(visit.house.core.now()).date()
    day, view = _day(visit.asked("day"), today), visit.asked("view", "week")
    who = visit.asked("who", "me")
    counsellor_id = _whose(who, visit.me.id)
    first = day if view == "day" else day - timedelta(days=day.weekday())
    length = 1 if view == "day" else 7
    last = first + timedelta(days=length - 1)
    agenda = visit.house.agenda
    found = (
        await agenda.day(first, counsellor_id)
        if view == "day"
        else await agenda.week(first, counsellor_id)
    )
    closing = {closed.day: closed for closed in await agenda.closing_days(first, last)}
    return await visit.page(
        "appointments.html",
        view="day" if view == "day" else "week",
        who=who,
        first=first,
        last=last,
        today=today,
        step=timedelta(days=length),
        days=[first + timedelta(days=n) for n in range(length)],
        by_day=_by_day(found),
        closing=closing,
        people=await visit.house.people.all(active_only=True),
        pending=sum(one.status == "pending" for one in found),
    )


async def show(visit: Visit) -> web.Response:
    """One appointment, and other times for it."""
    one = await visit.house.agenda.get(visit.number_at("id"))
    live = one.status in {"pending", "confirmed"}
    begun = one.starts_at <= visit.house.core.now()
    anybody = bool(visit.asked("anybody"))
    whose = None if anybody else one.counsellor_id
    slots = await _slots(visit, one.language, one.theme, whose) if live and not begun else ()
    return await visit.page(
        "appointment.html",
        one=one,
        live=live,
        begun=begun,
        anybody=anybody,
        slots=_slots_by_day(slots),
    )


async def confirm(visit: Visit) -> web.Response:
    """The visitor is told."""
    await visit.house.agenda.confirm(visit.me.id, visit.number_at("id"))
    return visit.done(_page_of(visit), "confirmed")


async def move(visit: Visit) -> web.Response:
    """To another free time; the visitor is told."""
    slot = (await visit.form()).needed("slot")
    await visit.house.agenda.move(visit.me.id, visit.number_at("id"), slot)
    return visit.done(_page_of(visit), "moved")


async def cancel(visit: Visit) -> web.Response:
    """The visitor is told, with a message if there is one."""
    message = (await visit.form()).text("message", "")[:1000]
    await visit.house.agenda.cancel(visit.me.id, visit.number_at("id"), message)
    return visit.done(_page_of(visit), "cancelled")


async def mark(visit: Visit) -> web.Response:
    """Came, or missed."""
    came = (await visit.form()).one_of("came", ("0", "1")) == "1"
    await visit.house.agenda.mark(visit.me.id, visit.number_at("id"), came)
    return visit.done(_page_of(visit), "marked")


async def choose(visit: Visit) -> web.Response:
    """A free time for the visitor of a conversation."""
    talk = await visit.house.handover.messages(visit.me.id, visit.at("id"), 1 << 30)
    anybody = not visit.asked("mine")
    whose = None if anybody else visit.me.id
    slots = await _slots(visit, language_of(talk), talk.entry.theme, whose)
    return await visit.page(
        "book.html", talk=talk, anybody=anybody, slots=_slots_by_day(slots), themes=THEMES
    )


async def book(visit: Visit) -> web.Response:
    """The visitor gets the code in the conversation; the desk never sees it."""
    form = await visit.form()
    theme = form.one_of("theme", ("", *THEMES), "") or None
    await visit.house.agenda.book(visit.me.id, visit.at("id"), form.needed("slot"), theme)
    return visit.done(f"/desk/conversations/{visit.at('id')}", "booked")


async def _slots(
    visit: Visit, language: Language, theme: str | None, whose: int | None
) -> tuple[Slot, ...]:
    """Free times that suit; when there are none for the theme, those for any theme."""
    slots = visit.house.appointments.slots
    return await slots(language, theme, counsellor_id=whose) or await slots(
        language, counsellor_id=whose
    )


def _slots_by_day(slots: Iterable[Slot]) -> list[tuple[date, list[Slot]]]:
    grouped = groupby(slots, key=lambda slot: local(slot.starts_at).date())
    return [(day, list(those)) for day, those in grouped]


def _by_day(found: Iterable[DeskAppointment]) -> dict[date, list[DeskAppointment]]:
    grouped = groupby(found, key=lambda one: local(one.starts_at).date())
    return {day: list(those) for day, those in grouped}


def _day(text: str, today: date) -> date:
    """A day that makes no sense is today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if 2000 <= day.year < 2100 else today


def _whose(who: str, my_id: int) -> int | None:
    if who == "all":
        return None
    if who == "me":
        return my_id
    number = small_number(who)
    if number is None:
        raise NotFound("no such counsellor")
    return number


def _page_of(visit: Visit) -> str:
    return f"/desk/appointments/{visit.at('id')}"
