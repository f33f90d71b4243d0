"""Appointments: a week, a day, one of them; confirm, move, cancel, mark, book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from aiohttp import web

from desk.columns import Column, Times, day_of_all, day_of_one, week
from desk.forms import small_number
from desk.moments import local
from desk.pages.conversations import language_of
from desk.visit import Visit, signed_in
from knowledge.vocabulary import THEMES
from service.errors import NotFound
from service.types import Language
from service.views import Counsellor, DeskAppointment, Slot

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
    day, who = _day(visit.asked("day"), today), visit.asked("who", "me")
    view = "day" if visit.asked("view") == "day" else "week"
    first = day if view == "day" else day - timedelta(days=day.weekday())
    length = 1 if view == "day" else 7
    last = first + timedelta(days=length - 1)
    found = await _found(visit, view, first, _whose(who, visit.me.id))
    closing = await visit.house.agenda.closing_days(first, last)
    people = await visit.house.people.all(active_only=True)
    return await visit.page(
        "appointments.html",
        view=view,
        who=who,
        first=first,
        last=last,
        today=today,
        step=timedelta(days=length),
        columns=await _columns(visit, view, first, who, found, people),
        closing={closed.day: closed for closed in closing},
        people=people,
        pending=sum(one.status == "pending" for one in found),
    )


async def _found(
    visit: Visit, view: str, first: date, counsellor_id: int | None
) -> tuple[DeskAppointment, ...]:
    agenda = visit.house.agenda
    read = agenda.day if view == "day" else agenda.week
    return await read(first, counsellor_id)


async def _columns(
    visit: Visit,
    view: str,
    first: date,
    who: str,
    found: tuple[DeskAppointment, ...],
    people: tuple[Counsellor, ...],
) -> list[Column]:
    counsellor_id, agenda = _whose(who, visit.me.id), visit.house.agenda
    times = Times(await agenda.availability(counsellor_id), await agenda.exceptions(counsellor_id))
    if view == "day" and counsellor_id is None:
        return day_of_all(first, found, times, people)
    person = next((one for one in people if one.id == counsellor_id), None)
    lay_out = day_of_one if view == "day" else week
    return lay_out(first, found, times, person)


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
